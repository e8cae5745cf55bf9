#!/usr/bin/env bash
# nats-server v2.15.3 and nats.go v1.55.0, embedded, JetStream with a file store, Go 1.26.
#
# Input: a work-queue stream and a durable pull consumer whose wait for an acknowledgement is
# 8 s. A message is fetched and given back (-NAK, and the server answers that it has that). Then
# another fetch: first at the same server; then, after another giving back, at the server shut
# down in order and started again from the same folder.
#
# Guess: what was given back, and confirmed, can be had at once in both cases.
# Seen: at the same server it comes at once. After the restart it comes only when the whole wait
# for the acknowledgement has passed, as if the worker had died: giving back is not kept on disk.
# A queue that stops and goes on has to count with that wait, or give its messages a new consumer.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

const wait = 8 * time.Second

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func start(dir string) (*server.Server, *nats.Conn, nats.JetStreamContext) {
	s := must(server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: dir, NoSigs: true, NoLog: true}))
	go s.Start()
	if !s.ReadyForConnections(20 * time.Second) {
		panic("no server")
	}
	c := must(nats.Connect(s.ClientURL()))
	return s, c, must(c.JetStream())
}

// again fetches one message, and says whether that took about no time or about the whole wait.
func again(js nats.JetStreamContext, since time.Time) (*nats.Msg, string) {
	sub := must(js.PullSubscribe("work", "worker", nats.Bind("QUEUE", "worker")))
	m := must(sub.Fetch(1, nats.MaxWait(3*wait)))[0]
	switch d := time.Since(since); {
	case d < wait/2:
		return m, "at once"
	case d > wait*3/4:
		return m, "after the wait"
	default:
		return m, d.String()
	}
}

func give(c *nats.Conn, m *nats.Msg) { must(c.Request(m.Reply, []byte("-NAK"), 5*time.Second)) }

func main() {
	dir := must(os.MkdirTemp(".", "store"))
	s, c, js := start(dir)
	must(js.AddStream(&nats.StreamConfig{Name: "QUEUE", Subjects: []string{"work"}, Retention: nats.WorkQueuePolicy}))
	must(js.AddConsumer("QUEUE", &nats.ConsumerConfig{Durable: "worker", AckPolicy: nats.AckExplicitPolicy, AckWait: wait}))
	must(js.Publish("work", []byte("one")))
	m, _ := again(js, time.Now())
	give(c, m)
	m, how := again(js, time.Now())
	fmt.Println("the same server:", how)
	fetched := time.Now()
	give(c, m)
	c.Close()
	s.Shutdown()
	s.WaitForShutdown()
	s, c, js = start(dir)
	_, how = again(js, fetched)
	fmt.Println("started again:", how)
	c.Close()
	s.Shutdown()
}
GO
{
	go mod init finding
	go get github.com/nats-io/nats-server/v2@v2.15.3 github.com/nats-io/nats.go@v1.55.0
	go mod tidy
} >go.log 2>&1 || { cat go.log; exit 1; }
go run . | tee out
diff out - <<'WANT'
the same server: at once
started again: after the wait
WANT
echo 'as found on 28 November 2026'
