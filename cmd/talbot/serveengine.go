package main

import (
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/dawn"
	"talbot/sim/engine"
	"talbot/sim/guard"
	"talbot/sim/remote"
	"talbot/sim/system/all"
)

// engineFlags say who may use the engine of this machine, and how.
type engineFlags struct {
	tokenFile, cert, key string
	tls, public          bool
	hosts                []string
}

func (e *engineFlags) add(f *pflag.FlagSet) {
	f.BoolVar(&e.tls, "tls", false, "https, with a certificate that it makes on the first use and keeps")
	f.StringVar(&e.cert, "tls-cert", "", "PEM `file` of another certificate for https")
	f.StringVar(&e.key, "tls-key", "", "PEM `file` of its key")
	f.StringVar(&e.tokenFile, "token-file", "", "`file` with the token that who controls the engine must give (default: the token in $TALBOT_TOKEN, or none)")
	f.BoolVar(&e.public, "public", false, "let those without the token look at what the engine does")
	f.StringArrayVar(&e.hosts, "host", nil, "a `name` under which browsers may reach the engine (default: this machine's name and addresses)")
}

// door is who may come in, with TLS if it was asked for.
func (e *engineFlags) door() (d *guard.Door, token string, t *tls.Config, err error) {
	names := append(guard.Names(), e.hosts...)
	if token, err = guard.Token(e.tokenFile); err != nil {
		return nil, "", nil, err
	}
	if t, err = guard.Files(e.cert, e.key); err != nil {
		return nil, "", nil, err
	}
	if t == nil && e.tls {
		dir, err := os.UserConfigDir()
		if err != nil {
			return nil, "", nil, fmt.Errorf("--tls: there is no folder for a certificate: %w: give one with --tls-cert and --tls-key", err)
		}
		if t, err = guard.Own(filepath.Join(dir, "talbot", "tls"), names); err != nil {
			return nil, "", nil, err
		}
	}
	return &guard.Door{Hosts: names}, token, t, nil
}

// engineServer is the engine at /engine, or nil and a note when the listener's address is open to
// others without a token and TLS.
func (a *app) engineServer(l net.Addr, e *engineFlags, d *guard.Door, token string, t *tls.Config) *remote.Server {
	host, _, err := net.SplitHostPort(l.String())
	if err != nil || !guard.Closed(host, token, t) {
		fmt.Fprintln(a.err, "talbot: note: the engine of this machine is not offered at this address: that wants --tls and --token-file")
		return nil
	}
	return remote.New(remote.Options{Open: openEngine, Door: d, Token: token, Public: e.public})
}

// openEngine is an engine of all systems on all processor cores, or on a GPU.
func openEngine() *engine.Engine {
	start := time.Now()
	return engine.New(engine.Host{
		Processor: openCPU(0, false),
		Now:       func() float64 { return time.Since(start).Seconds() },
		OpenGPU: func(auto bool) (engine.GPU, string, error) {
			if auto && !dawn.Present() {
				return nil, "", fmt.Errorf("webgpu: this machine shows no GPU")
			}
			dev, err := openGPU(!auto, "", false)
			if err != nil {
				return nil, "", err
			}
			return webgpu.Watch(dev), dev.Info().Name, nil
		},
	}, all.Systems()...)
}
