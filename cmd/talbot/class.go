package main

import (
	"crypto/rand"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"

	"talbot/sim/cluster"
)

// class is a hub through which open pages share a training: /class on the page's own server.
type class struct {
	http.Handler
	relay *cluster.Relay
	code  string // that pages must give
}

func newClass() (*class, error) {
	c := &class{code: strings.ToLower(rand.Text())}
	var err error
	if c.relay, err = cluster.StartRelay(c.code); err != nil {
		return nil, err
	}
	to, err := url.Parse(strings.Replace(c.relay.URL(), "ws:", "http:", 1))
	if err != nil {
		c.relay.Stop()
		return nil, err
	}
	c.Handler = &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.URL.Path, r.Out.URL.RawQuery = "/", ""
		r.Out.Host = r.In.Host // which the hub compares with the page's origin
	}}
	return c, nil
}

// lead and join are the addresses of the page that leads, and of those that help it.
func (c *class) lead(page string) string {
	return page + "?class=" + c.code + "&lead&workers=8&device=cpu"
}
func (c *class) join(page string) string { return page + "?class=" + c.code }
