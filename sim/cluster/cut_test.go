//go:build !js

package cluster

import (
	"context"
	"fmt"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

// cable is a link between a worker and the hub that can be cut: bytes wait then at its ends, as
// they do when a plug is pulled, and no connection is told.
type cable struct {
	net.Listener
	to   string
	mu   sync.Mutex
	open *sync.Cond
	cut  bool
}

func plug(t *testing.T, to string) *cable {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{Listener: l, to: to}
	c.open = sync.NewCond(&c.mu)
	t.Cleanup(func() { c.set(false); l.Close() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			go c.carry(near)
		}
	}()
	return c
}

func (c *cable) set(cut bool) {
	c.mu.Lock()
	c.cut = cut
	c.mu.Unlock()
	c.open.Broadcast()
}

// wait waits while the cable is cut.
func (c *cable) wait() {
	c.mu.Lock()
	for c.cut {
		c.open.Wait()
	}
	c.mu.Unlock()
}

func (c *cable) carry(near net.Conn) {
	c.wait()
	far, err := net.Dial("tcp", c.to)
	if err != nil {
		near.Close()
		return
	}
	for _, way := range [2][2]net.Conn{{near, far}, {far, near}} {
		go func() {
			defer near.Close()
			defer far.Close()
			b := make([]byte, 1<<15)
			for {
				n, err := way[0].Read(b)
				c.wait()
				if n > 0 {
					if _, err := way[1].Write(b[:n]); err != nil {
						return
					}
				}
				if err != nil {
					return
				}
			}
		}()
	}
}

// A cut link loses nothing: the worker on the hub's side goes on, and takes over from its last
// checkpoint what the other one had; that one works again when the link is back. TALBOT_CUT=20s
// cuts for so long.
func TestCut(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for leases")
	}
	long, lease := 3*time.Second, time.Second
	if s := os.Getenv("TALBOT_CUT"); s != "" {
		var err error
		if long, err = time.ParseDuration(s); err != nil {
			t.Fatal(err)
		}
		lease = 4 * time.Second
	}
	h, q := open(t, t.TempDir(), lease)
	c := plug(t, h.server.Addr().String())
	nc, err := nats.Connect("nats://"+c.Addr().String(), nats.MaxReconnects(-1), nats.ReconnectWait(50*time.Millisecond),
		nats.PingInterval(lease/4), nats.MaxPingsOutstanding(2), nats.Timeout(lease))
	if err != nil {
		t.Fatal(err)
	}
	far, err := newQueueLease(nc, lease)
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()

	const each = 50 * time.Millisecond // a step of a trial, of which it has four
	n := int(2 * (long + 4*lease) / (4 * each))
	submit(t, q, n)
	var wasCut, back atomic.Bool
	var during, after, from atomic.Int32
	taken := make(chan string, n)
	var held string // what the far worker had
	do := func(name string) func(context.Context, *Task) error {
		return func(ctx context.Context, task *Task) error {
			begin := 0
			if task.Record.Checkpoint != "" {
				b, err := task.Queue().Get(ctx, task.Record.Checkpoint)
				if err != nil {
					return err
				}
				begin = int(b[0])
			}
			if name == "near" && begin > 0 {
				from.Add(1)
			}
			for i := begin; i < 4; i++ {
				select {
				case <-time.After(each):
				case <-ctx.Done():
					return ctx.Err()
				}
				if err := task.Save(ctx, float64(i+1), float64(i+1)/4, []byte{byte(i + 1)}, []byte("line\n")); err != nil {
					return err
				}
				if name == "far" && i == 1 && !wasCut.Load() {
					select {
					case taken <- task.Key:
					default:
					}
				}
			}
			switch {
			case name == "near" && wasCut.Load() && !back.Load():
				during.Add(1)
			case name == "far" && back.Load():
				after.Add(1)
			}
			return nil
		}
	}
	var wait sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	for _, w := range []*Worker{doing(q, "near", do("near")), doing(far, "far", do("far"))} {
		wait.Go(func() {
			if err := w.Run(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	began := time.Now()
	held = <-taken // it has a checkpoint of two steps
	wasCut.Store(true)
	c.set(true)
	time.Sleep(long)
	done := during.Load()
	back.Store(true)
	c.set(false)
	wait.Wait()
	list := results(t, q, n)
	byWorker, lost := map[string]int{}, 0
	for _, r := range list {
		byWorker[r.Worker]++
		lost += r.Lost
	}
	if counts, err := q.Counts(t.Context()); err != nil || counts.Parked != 0 || counts.Left != 0 {
		t.Errorf("%+v, %v", counts, err)
	}
	if done == 0 || after.Load() == 0 || from.Load() == 0 || lost == 0 {
		t.Errorf("the near worker ended %d trials during the cut and took over %d from a checkpoint; %d leases were lost; the far one ended %d after it", done, from.Load(), lost, after.Load())
	}
	t.Logf("%s of a cut, lease %v: %d trials in %.1f s, %s; %d during the cut, %d leases lost, such as that of %.8s", long, lease, n, time.Since(began).Seconds(), fmt.Sprint(byWorker), done, lost, held)
}
