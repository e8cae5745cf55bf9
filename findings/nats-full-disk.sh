#!/usr/bin/env bash
# nats-server v2.15.3 and nats.go v1.55.0, embedded, JetStream with a file store, Go 1.26; Linux, for a disk of 4 MB in a
# namespace of its own (unshare -rm, or root).
#
# Input: a stream on that disk. A message is published; the disk is filled; a message is published, which fails; the disk
# has room again, and five seconds later a message is published; the server is started again, and one more is published.
#
# Guess: what failed for want of room goes well when there is room.
# Seen: who publishes gets no answer, not even an error, from the first failed write on, however much room there is, until
# the server starts again. Then it has every message that it had confirmed. What serves on a disk that can be full has to
# notice by the server's log, and start it again.
set -euo pipefail
if [ "${1:-}" != inside ]; then
	self=$(realpath "$0") dir=$(mktemp -d)
	trap 'rm -rf "$dir"' EXIT
	export FINDING=$dir
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

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func start() (*server.Server, *nats.Conn, nats.JetStreamContext) {
	s := must(server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: "disk/store", NoSigs: true, NoLog: true}))
	go s.Start()
	if !s.ReadyForConnections(20 * time.Second) {
		panic("no server")
	}
	c := must(nats.Connect(s.ClientURL()))
	return s, c, must(c.JetStream())
}

func publish(js nats.JetStreamContext, when string) {
	_, err := js.Publish("a", make([]byte, 100000))
	if err == nil {
		fmt.Println(when+":", "confirmed")
	} else {
		fmt.Println(when+":", err)
	}
}

func main() {
	s, c, js := start()
	must(js.AddStream(&nats.StreamConfig{Name: "A", Subjects: []string{"a"}}))
	publish(js, "with room")
	f := must(os.Create("disk/fill"))
	for b := make([]byte, 1<<16); len(b) > 0; b = b[:len(b)/2] {
		for err := error(nil); err == nil; {
			_, err = f.Write(b)
		}
	}
	f.Close()
	publish(js, "full")
	if err := os.Remove("disk/fill"); err != nil {
		panic(err)
	}
	time.Sleep(5 * time.Second)
	publish(js, "with room again")
	c.Close()
	s.Shutdown()
	s.WaitForShutdown()
	s, c, js = start()
	publish(js, "started again")
	fmt.Println("messages:", must(js.StreamInfo("A")).State.Msgs)
	c.Close()
	s.Shutdown()
}
GO
	{
		go mod init finding
		go get github.com/nats-io/nats-server/v2@v2.15.3 github.com/nats-io/nats.go@v1.55.0
		go mod tidy
		go build -o finding .
	} >go.log 2>&1 || { cat go.log; exit 1; }
	unshare -rm bash "$self" inside | tee out
	diff out - <<'WANT'
with room: confirmed
full: nats: timeout
with room again: nats: timeout
started again: confirmed
messages: 2
WANT
	echo 'as found on 29 November 2026'
	exit
fi
cd "$FINDING"
mkdir -p disk
mount -t tmpfs -o size=4m none disk
./finding
