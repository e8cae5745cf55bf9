package main

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"

	"github.com/spf13/pflag"

	"talbot/sim/cluster"
	"talbot/sim/cluster/tabs"
	"talbot/sim/cluster/work"
)

// class is a hub through which open pages share a training: /class on the page's own server.
type class struct {
	http.Handler
	relay *cluster.Relay
	code  string       // that pages must give
	board http.Handler // what is to be seen of the hub whose trials pages work off; nil without one
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

// look is the address of the page of the hub.
func (c *class) look(page string) string { return page + "hub/" + c.code + "/" }

// work is the address of the pages that work off the trials of a hub.
func (c *class) work(page string) string { return c.join(page) + "&work" }

// trials lets the pages work off a hub's trials until ctx is done; sets is the folder of the full data sets.
func (a *app) trials(ctx context.Context, c *class, hub *hubFlags, sets string, flags *pflag.FlagSet) (end func(), err error) {
	q, err := hub.connect()
	if err != nil {
		return nil, err
	}
	a.fleetNotes(hub, q, nil)
	relay, err := c.relay.Connect()
	if err != nil {
		q.Close()
		return nil, err
	}
	from := crew{app: a}
	from.data.dir, from.data.notes, from.data.flags = sets, a.err, flags
	room := &tabs.Room{Queue: q, Conn: relay, Host: hostname(), Bench: &work.Bench{Talbot: build(), Load: work.Once(from.load), SaveEvery: fleetSave}, Tell: a.tellWork}
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 2)
	shown := newBoard(q, hub.address())
	c.board = http.StripPrefix("/hub/"+c.code, shown)
	go func() { ended <- room.Run(ctx) }()
	go func() { ended <- shown.Run(ctx) }()
	return func() {
		stop()
		<-ended
		<-ended
		relay.Close()
		q.Close()
	}, nil
}
