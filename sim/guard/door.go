package guard

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Door tells by a request's Host and Origin whether to let it in.
type Door struct {
	// Hosts are names under which browsers may reach this server, beside IP addresses and
	// localhost, which nobody else's DNS can give to this machine.
	Hosts []string
	// Origins are pages that may use it beside its own, such as https://lab.example.
	Origins []string
}

// Check is why a request is refused, or nil.
func (d *Door) Check(r *http.Request) error {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
	named := func(n string) bool { return strings.EqualFold(n, host) }
	if host != "localhost" && net.ParseIP(host) == nil && !slices.ContainsFunc(d.Hosts, named) {
		return fmt.Errorf("this server does not go by the name %.80q: use its address, or start it with --host", host)
	}
	all := r.Header.Values("Origin")
	if len(all) == 0 {
		// Programs that are no browsers send none. What browsers send without it, others cannot read,
		// but for WebSocket, which always has one.
		if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" || site == "same-site" {
			return fmt.Errorf("a page from elsewhere may not use this server")
		}
		return nil
	}
	if len(all) == 1 && slices.Contains(d.Origins, all[0]) {
		return nil
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	if u, err := url.Parse(all[0]); len(all) != 1 || err != nil || u.Scheme != scheme || !strings.EqualFold(u.Host, r.Host) {
		return fmt.Errorf("a page from %.80q may not use this server", all[0])
	}
	return nil
}

// Guard lets h answer what Check lets in, and answers the rest by 403 and why.
func (d *Door) Guard(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := d.Check(r); err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		h.ServeHTTP(w, r)
	})
}
