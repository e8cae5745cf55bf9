package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"talbot/sim/cluster"
	"talbot/sim/cluster/work"
	"talbot/sim/guard"
	"talbot/sim/rundir"
)

func (a *app) hub() *cobra.Command {
	var o cluster.Options
	var tokenFile, cert, key, page string
	var secure bool
	sums := crew{app: a}
	cmd := &cobra.Command{
		Use:   "hub",
		Short: "serve a queue of trials to workers on this and other machines",
		Long: `Serves a queue of trials: "talbot submit" fills it, "talbot worker" works it off,
"talbot jobs" looks at it. It is a NATS server with JetStream inside this program,
which keeps all in a folder: stopped or killed, it goes on where it was. A NATS
server of your own with JetStream serves as well; give its URL to the others.

Only this machine can reach it, unless --addr says otherwise. Then it wants a token,
which workers give, and TLS; --open lifts that on a network that is safe by other
means. Ctrl-C ends it; workers wait until it is back.

--page serves a page for people: the workers, what each computes and how far it is, what
has failed, the best results and how their accuracy grew. It only shows; who has its
address, which has a code of its own at each start, may look.

Of a training with "shares" (see "talbot sweep --help") the hub makes the updates: workers
and pages compute shares of each, and it adds them in their order, so that the masks do not
depend on who took part. What nobody computes it does itself. It wants the pictures then.`,
		Example: "  talbot hub\n  talbot hub --addr :4222 --token-file token --tls\n  talbot hub --page 127.0.0.1:4280",
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if _, missing := os.Lstat(tokenFile); tokenFile != "" && errors.Is(missing, fs.ErrNotExist) {
				if err := os.WriteFile(tokenFile, []byte(rand.Text()+"\n"), 0o600); err != nil {
					return fmt.Errorf("--token-file: %w", err)
				}
				fmt.Fprintf(a.err, "talbot: note: a new token is in %s: workers want a copy, by --token-file or in $TALBOT_TOKEN\n", tokenFile)
			}
			if o.Token, err = guard.Token(tokenFile); err != nil {
				return err
			}
			if o.Lease != 0 && (o.Lease < 2*time.Second || o.Lease > time.Hour) {
				return usage("--lease: %v is outside 2s to 1h", o.Lease)
			}
			if o.TLS, err = guard.Files(cert, key); err != nil {
				return err
			}
			ca := cert
			own := filepath.Join(o.Store, "tls")
			if o.TLS == nil && secure {
				if o.TLS, err = guard.Own(own, guard.Names()); err != nil {
					return err
				}
				ca = "cert.pem"
				fmt.Fprintf(a.err, "talbot: note: clients want --ca with a copy of %s\n", filepath.Join(own, "cert.pem"))
			}
			unlock, err := lockStore(o.Store)
			if err != nil {
				return err
			}
			defer unlock()
			ctx, stop := stoppable(cmd.Context())
			defer stop()
			o.Tell = a.tellDisk
			h, err := cluster.Start(o)
			if err != nil {
				return err
			}
			defer h.Stop()
			q, err := h.Connect()
			if err != nil {
				return err
			}
			defer q.Close()
			to := reached(h.URL())
			var look []string
			if page != "" {
				var end func()
				if look, end, err = hubPage(ctx, page, o.Open, o.TLS, newBoard(q, to[0])); err != nil {
					return err
				}
				defer end()
			}
			if a.json {
				at := ""
				if len(look) > 0 {
					at = look[0]
				}
				err = a.write(struct {
					Event     string `json:"event"`
					Address   string `json:"address"`
					WebSocket string `json:"websocket,omitempty"`
					Page      string `json:"page,omitempty"`
				}{"serving", h.URL(), h.WebSocketURL(), at})
			} else {
				for i, at := range to {
					to[i] = (&hubFlags{url: at, tokenFile: tokenFile, ca: ca}).flags()
				}
				_, err = fmt.Fprintf(a.out, "the hub is at %s, and keeps all in %s (Ctrl-C ends it)\nworkers: talbot worker%s\n", h.URL(), o.Store, strings.Join(to, "\n     or: talbot worker"))
				if err == nil && len(look) > 0 {
					_, err = fmt.Fprintf(a.out, "its page: %s\n", strings.Join(look, "\n      or: "))
				}
			}
			if err != nil {
				return err
			}
			return sums.addUp(ctx, q, work.Once(sums.load), hostname(), a.tellWork)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&o.Addr, "addr", "127.0.0.1:4222", "`host:port` to listen on; port 0 takes a free one")
	f.StringVar(&o.Store, "store", filepath.Join("runs", "hub"), "`folder` that keeps the queue, the results and the checkpoints")
	f.StringVar(&o.WebSocket, "websocket", "", "`host:port` for programs in a browser, by NATS over WebSocket (default: none)")
	f.StringVar(&sums.data.dir, "data", "", "`folder` of the data sets of trainings that many share, or \""+builtIn+"\" (default: where \"data get\" puts them)")
	sums.data.notes, sums.data.flags = a.err, f
	f.StringVar(&page, "page", "", "`host:port` of a page that shows workers, trials and results to people, such as 127.0.0.1:4280 (default: none)")
	f.StringArrayVar(&o.Origins, "origin", nil, "a `page` that may use it, such as https://lab.example (default: one of the same host and port)")
	f.StringVar(&tokenFile, "token-file", "", "`file` with the token that clients must give, made if it is not there (default: the token in $TALBOT_TOKEN, or none)")
	f.BoolVar(&secure, "tls", false, "TLS with a certificate that it makes and keeps in its folder, for clients that give that as --ca")
	f.StringVar(&cert, "tls-cert", "", "PEM `file` of the certificate for TLS")
	f.StringVar(&key, "tls-key", "", "PEM `file` of its key")
	f.DurationVar(&o.Lease, "lease", 0, "the `time` after which the trial of a worker that says nothing goes to another one (default: as it was, at first 15s)")
	f.BoolVar(&o.Open, "open", false, "let other machines in without token or TLS")
	f.BoolVar(&o.Sync, "sync", false, "write everything to the disk at once, so that a power cut loses nothing; slower")
	return cmd
}

// reached are a hub's URLs as other machines may say them, where it listens at all addresses of this one: by its name, and by
// an address where nobody knows that.
func reached(hub string) []string {
	u, err := url.Parse(hub)
	if ip := net.ParseIP(u.Hostname()); err != nil || ip == nil || !ip.IsUnspecified() {
		return []string{hub}
	}
	var all []string
	for _, host := range append([]string{hostname()}, outer()...) {
		u.Host = net.JoinHostPort(host, u.Port())
		all = append(all, u.String())
	}
	return all
}

// outer are the addresses of this machine on networks, of IPv4 where there are any.
func outer() (four []string) {
	var six []string
	list, _ := net.InterfaceAddrs()
	for _, a := range list {
		n, ok := a.(*net.IPNet)
		switch {
		case !ok || !n.IP.IsGlobalUnicast():
		case n.IP.To4() != nil:
			four = append(four, n.IP.String())
		default:
			six = append(six, n.IP.String())
		}
	}
	if len(four) == 0 {
		return six
	}
	return four
}

// tellDisk says that a hub cannot write, and that it can again.
func (a *app) tellDisk(err error) {
	if err == nil {
		err = errors.New("the hub has room, and goes on")
	}
	fmt.Fprintf(a.err, "talbot: note: %v\n", err)
}

// lockStore makes a hub's folder, and keeps others out: two servers in one would damage it.
func lockStore(path string) (unlock func(), err error) {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, fmt.Errorf("cannot make the hub's folder: %w", err)
	}
	if unlock, err = (&rundir.Dir{Path: path}).Lock(); err != nil {
		return nil, fmt.Errorf("a hub or sweep with the folder %s is under way in another program: stop it first, or choose another folder", path)
	}
	return unlock, nil
}
