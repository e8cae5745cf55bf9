package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"talbot/sim/guard"
	"talbot/sim/remote"
)

func (a *app) serve() *cobra.Command {
	var addr, site, sets string
	var open, together bool
	var native engineFlags
	var hub hubFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "serve the page on this machine",
		Long: `Serves the page: index.html, site and assets of Talbot's folder, and to the page
alone, at its click, the full data sets, which it gets as "data get" does if they
are not there. 
Only this machine can reach it, unless --addr says otherwise. Ctrl-C ends it.

Programs and pages of the same address can use this machine's processor or GPU by
WebSocket at /engine: one controls it, the others look on. At an address that other
machines reach, that wants a token and https: --token-file and --tls. Requests by a
name that is not this machine's (see --host), or of foreign pages, are refused.

--class makes one computer of the open pages of a class: it writes two addresses, one
for the page that leads, and one that the others open. Each of up to seven others
computes an eighth of every step of the training that the leading page starts. That
page adds the shares in their order, so that the masks are those that it makes alone;
a page that closes loses nothing. Only pages with the code in these addresses can
take part, and a browser wants the page and the class from the same server.

With --nats the same pages can be workers of a hub, whose own page is at a fourth address:
at a third one each takes
trials of sweeps, as "talbot worker" does, and in the same queue. This program has the
pictures, from --data, and each trial's lease and checkpoints. A page without a trial
computes shares of a training with "shares", which the hub adds. A page that closes gives
its trial back at once; another worker goes on from its last checkpoint. A browser's
sums differ in the last bits from those of a processor with other SIMD, as those of
two kinds of processors do; without SIMD on both sides they are the same.`,
		Example: "  talbot serve --open\n  talbot serve --addr 127.0.0.1:0\n  talbot serve --addr :8080 --class\n  talbot serve --addr :8080 --class --nats nats://127.0.0.1:4222",
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := siteRoot(site)
			if err != nil {
				return err
			}
			ctx, stop := stoppable(cmd.Context())
			defer stop()
			return a.listen(ctx, addr, root, sets, open, together, &native, &hub, cmd.Flags())
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "`host:port` to listen on; port 0 takes a free one")
	cmd.Flags().StringVar(&site, "site", "", "Talbot's `folder` (default: here, or where the program is)")
	cmd.Flags().StringVar(&sets, "data", "", "`folder` of the full data sets (default: $TALBOT_DATA, or in the user's cache)")
	cmd.Flags().BoolVar(&together, "class", false, "let open pages share a training")
	cmd.Flags().StringVar(&hub.url, "nats", "", "with --class, the `URL` of a hub whose trials pages work off, such as nats://lab:4222")
	cmd.Flags().StringVar(&hub.tokenFile, "hub-token-file", "", "`file` with the hub's token (default: the token in $TALBOT_TOKEN)")
	cmd.Flags().StringVar(&hub.ca, "ca", "", "PEM `file` of the certificate that the hub shows, for one that no authority has signed")
	native.add(cmd.Flags())
	cmd.Flags().BoolVar(&open, "open", false, "open the page in the browser")
	return cmd
}

// siteRoot finds the folder of the page.
func siteRoot(given string) (string, error) {
	has := func(dir string) bool {
		page, err := os.Stat(filepath.Join(dir, "index.html"))
		if err != nil || !page.Mode().IsRegular() {
			return false
		}
		info, err := os.Stat(filepath.Join(dir, "site"))
		return err == nil && info.IsDir()
	}
	if given != "" {
		if !has(given) {
			return "", fmt.Errorf("--site: %s has no index.html and site: give Talbot's folder", given)
		}
		return given, nil
	}
	places := []string{"."}
	if self, err := os.Executable(); err == nil {
		if real, err := filepath.EvalSymlinks(self); err == nil {
			self = real
		}
		places = append(places, filepath.Dir(self), filepath.Dir(filepath.Dir(self)))
	}
	for _, dir := range places {
		if has(dir) {
			return dir, nil
		}
	}
	return "", fmt.Errorf("there is no page here: run it in Talbot's folder, or give that with --site DIR")
}

// listen serves until ctx is done.
func (a *app) listen(ctx context.Context, addr, root, sets string, open, together bool, native *engineFlags, hub *hubFlags, flags *pflag.FlagSet) error {
	files, err := newPage(root)
	if err != nil {
		return err
	}
	defer files.Close()
	door, token, secure, err := native.door()
	if err != nil {
		return err
	}
	full := door.Guard(newFullSets(sets))
	var machine *remote.Server
	var room *class
	if together {
		if room, err = newClass(); err != nil {
			return err
		}
		defer room.relay.Stop()
	}
	if hub.url != "" {
		if room == nil {
			return usage("--nats: pages work off trials in a class: say --class, too")
		}
		end, err := a.trials(ctx, room, hub, sets, flags)
		if err != nil {
			return err
		}
		defer end()
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case machine != nil && r.URL.Path == "/engine":
			machine.ServeHTTP(w, r)
		case room != nil && r.URL.Path == "/class":
			room.ServeHTTP(w, r)
		case room != nil && room.board != nil && strings.HasPrefix(r.URL.Path, "/hub/"+room.code+"/"):
			room.board.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/data/"):
			full.ServeHTTP(w, r)
		default:
			files.ServeHTTP(w, r)
		}
	})
	l, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("something listens on %s already, perhaps another talbot: open it, or take a free port with --addr 127.0.0.1:0", addr)
	case err != nil:
		return fmt.Errorf("--addr: cannot listen on %q: %w: want host:port, such as 127.0.0.1:8080", addr, err)
	}
	scheme := "http://"
	if secure != nil {
		scheme = "https://"
		fmt.Fprintf(a.err, "talbot: note: a browser that does not know the certificate asks; its SHA-256 is %s\n", guard.Fingerprint(secure))
	}
	url := scheme + l.Addr().String() + "/"
	if machine = a.engineServer(l.Addr(), native, door, token, secure); machine != nil {
		defer machine.Stop()
	}
	if host, _, err := net.SplitHostPort(l.Addr().String()); err == nil && !net.ParseIP(host).IsLoopback() {
		fmt.Fprintf(a.err, "talbot: note: %s is open to the network, not to this machine alone\n", l.Addr())
	}
	for _, name := range []string{"worker.wasm", "worker-gpu.wasm", "simd.wasm", "systems.wasm", "hybrids.wasm", "benches.wasm", "lab.wasm", "wasm_exec.js"} {
		if _, err := os.Stat(filepath.Join(root, "site", name)); err != nil {
			fmt.Fprintf(a.err, "talbot: note: the page lacks site/%s: make it with ./build.sh build\n", name)
		}
	}
	if at := reached(url); len(at) > 1 {
		url = at[1] // by its address: phones seldom know names
	}
	lead, join, work, look := "", "", "", ""
	if room != nil {
		lead, join = room.lead(url), room.join(url)
	}
	if hub.url != "" {
		work, look = room.work(url), room.look(url)
	}
	if a.json {
		err = a.write(struct {
			Event   string `json:"event"`
			Address string `json:"address"`
			Lead    string `json:"lead,omitempty"`
			Join    string `json:"join,omitempty"`
			Work    string `json:"work,omitempty"`
			Hub     string `json:"hub,omitempty"`
		}{"serving", url, lead, join, work, look})
	} else {
		_, err = fmt.Fprintf(a.out, "the page is at %s (Ctrl-C ends it)\n", url)
		if err == nil && room != nil {
			_, err = fmt.Fprintf(a.out, "lead a class: %s\nothers open:  %s\n", lead, join)
		}
		if err == nil && work != "" {
			_, err = fmt.Fprintf(a.out, "trials of %s: %s\nits workers, trials and results: %s\n", hub.url, work, look)
		}
	}
	if err != nil {
		l.Close()
		return err
	}
	if open {
		if err := openBrowser(url); err != nil {
			fmt.Fprintf(a.err, "talbot: note: cannot open a browser (%v): open %s yourself\n", err, url)
		}
	}

	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 1 << 16}
	failed := make(chan error, 1)
	if secure != nil {
		l = tls.NewListener(l, secure) // HTTP/1.1 alone, which WebSocket needs
	}
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("cannot serve the page: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return server.Close() // a client that will not end is cut off
	}
	return nil
}

// openBrowser asks the desktop to show url.
func openBrowser(url string) error {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	c := exec.Command(name, args...)
	if err := c.Start(); err != nil {
		return err
	}
	go c.Wait() // so that it leaves no zombie; how it ends is its own affair
	return nil
}
