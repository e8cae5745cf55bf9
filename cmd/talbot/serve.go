package main

import (
	"context"
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
)

func (a *app) serve() *cobra.Command {
	var addr, site, sets string
	var open bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "serve the page on this machine",
		Long: `Serves the page: index.html, site and assets of Talbot's folder, and to the page
alone, at its click, the full data sets, which it gets as "data get" does if they
are not there. It serves nothing else.
Only this machine can reach it, unless --addr says otherwise. Ctrl-C ends it.`,
		Example: "  talbot serve --open\n  talbot serve --addr 127.0.0.1:0",
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := siteRoot(site)
			if err != nil {
				return err
			}
			ctx, stop := stoppable(cmd.Context())
			defer stop()
			return a.listen(ctx, addr, root, sets, open)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "`host:port` to listen on; port 0 takes a free one")
	cmd.Flags().StringVar(&site, "site", "", "Talbot's `folder` (default: here, or where the program is)")
	cmd.Flags().StringVar(&sets, "data", "", "`folder` of the full data sets (default: $TALBOT_DATA, or in the user's cache)")
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
func (a *app) listen(ctx context.Context, addr, root, sets string, open bool) error {
	files, err := newPage(root)
	if err != nil {
		return err
	}
	defer files.Close()
	full := newFullSets(sets)
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/data/") {
			full.ServeHTTP(w, r)
		} else {
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
	url := "http://" + l.Addr().String() + "/"
	if host, _, err := net.SplitHostPort(l.Addr().String()); err == nil && !net.ParseIP(host).IsLoopback() {
		fmt.Fprintf(a.err, "talbot: note: %s is open to the network, not to this machine alone\n", l.Addr())
	}
	for _, name := range []string{"worker.wasm", "worker-gpu.wasm", "simd.wasm", "systems.wasm", "hybrids.wasm", "benches.wasm", "lab.wasm", "wasm_exec.js"} {
		if _, err := os.Stat(filepath.Join(root, "site", name)); err != nil {
			fmt.Fprintf(a.err, "talbot: note: the page lacks site/%s: make it with ./build.sh build\n", name)
		}
	}
	if a.json {
		err = a.write(struct {
			Event   string `json:"event"`
			Address string `json:"address"`
		}{"serving", url})
	} else {
		_, err = fmt.Fprintf(a.out, "the page is at %s (Ctrl-C ends it)\n", url)
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
