package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"talbot/sim/cluster"
	"talbot/sim/cluster/board"
	"talbot/sim/guard"
)

// newBoard is what people see of a hub.
func newBoard(q *cluster.Queue, address string) *board.Board {
	return &board.Board{Queue: q, Address: address, Columns: differing, Value: func(r *cluster.Result, name string) string { return short(valueOf(r, name)) }}
}

// hubPage serves the page of a hub at an address of this machine until ctx is done, for who has the code in its URL.
func hubPage(ctx context.Context, addr string, open bool, secure *tls.Config, b *board.Board) (at []string, end func(), err error) {
	code := strings.ToLower(rand.Text())
	if err := guard.Reach("--page", addr, "a hub's page", code, secure); err != nil && !open {
		return nil, nil, err
	}
	l, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, nil, fmt.Errorf("--page: something listens on %s already: choose another port, or 0 for a free one", addr)
	} else if err != nil {
		return nil, nil, fmt.Errorf("--page: cannot listen on %q: %w: want host:port, such as 127.0.0.1:4280", addr, err)
	}
	u := url.URL{Scheme: "http", Host: l.Addr().String(), Path: "/" + code + "/"}
	if secure != nil {
		u.Scheme, l = "https", tls.NewListener(l, secure)
	}
	mux := http.NewServeMux()
	mux.Handle(u.Path, http.StripPrefix(strings.TrimSuffix(u.Path, "/"), b))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 1 << 16}
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 2)
	go func() { ended <- b.Run(ctx) }()
	go func() { ended <- server.Serve(l) }()
	return reached(u.String()), func() {
		stop()
		_ = server.Close()
		<-ended
		<-ended
	}, nil
}
