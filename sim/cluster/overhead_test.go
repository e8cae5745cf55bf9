//go:build !js

package cluster

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"
)

// What a thousand trials cost that do nothing: two workers with 8 at a time each, on loopback, from
// the first one taken to the last result. TALBOT_OVERHEAD holds them to what is wanted.
func TestOverhead(t *testing.T) {
	n := 1000
	if testing.Short() {
		n = 100
	}
	for _, c := range []struct {
		sync bool
		want float64 // a second
	}{{false, 1000}, {true, 50}} {
		h, err := Start(Options{Store: t.TempDir(), Addr: "127.0.0.1:0", Sync: c.sync})
		if err != nil {
			t.Fatal(err)
		}
		q := dial(t, h, Lease)
		began := time.Now()
		submit(t, q, n)
		put := time.Since(began)
		began = time.Now()
		var wait sync.WaitGroup
		for i := range 2 {
			mine := dial(t, h, Lease)
			for j := range 8 {
				wait.Go(func() {
					w := doing(mine, fmt.Sprint(i, "-", j), func(context.Context, *Task) error { return nil })
					if err := w.Run(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
		}
		for {
			if info, err := q.trials.Info(t.Context()); err == nil && info.State.Msgs == 0 {
				break
			}
			time.Sleep(time.Millisecond)
		}
		rate := float64(n) / time.Since(began).Seconds()
		wait.Wait()
		results(t, q, n)
		t.Logf("sync at every write %v: %.0f trials a second worked off, %.0f submitted", c.sync, rate, float64(n)/put.Seconds())
		if os.Getenv("TALBOT_OVERHEAD") != "" && rate < c.want {
			t.Errorf("%.0f a second, want %.0f", rate, c.want)
		}
		h.Stop()
	}
}
