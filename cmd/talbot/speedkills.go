package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"talbot/sim/cluster"
	"talbot/sim/rng"
)

// shortTrials writes a sweep of n trainings of so many epochs: 400 take about a second on one core.
func shortTrials(file string, n, epochs int) error {
	return os.WriteFile(file, fmt.Appendf(nil, `{"preset": "sa-2d-rings", "set": {"epochs": %d}, "vary": {"learning-rate": {"from": 0.01, "to": 0.1, "steps": %d}}}`, epochs, n), 0o666)
}

const killEpochs = 400

// kills compares the kill test with the same trials undisturbed, in turns.
func (s *fleetSpeed) kills(ctx context.Context, dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	file := filepath.Join(dir, "sweep.json")
	if err := shortTrials(file, s.trials, killEpochs); err != nil {
		return err
	}
	var calm, killed, ratios []float64
	row := fleetRow{Case: "kills", N: s.trials, Want: "at most 1.35 x"}
	for i := range s.samples {
		a, err := kill(ctx, s.program, filepath.Join(dir, fmt.Sprint("calm", i)), file, s.trials, 0)
		if err != nil {
			return err
		}
		b, err := kill(ctx, s.program, filepath.Join(dir, fmt.Sprint("killed", i)), file, s.trials, 3*time.Second)
		if err != nil {
			return err
		}
		calm, killed, ratios = append(calm, a.seconds), append(killed, b.seconds), append(ratios, b.seconds/a.seconds)
		row.Kills, row.Hubs, row.Lost = row.Kills+b.workers, row.Hubs+b.hubs, row.Lost+b.lost
	}
	if err := s.show(fleetRow{Case: "undisturbed", N: s.trials}, calm); err != nil {
		return err
	}
	row.Ratio = timeOf(ratios).Median
	return s.show(row, killed)
}

// killed is what became of trials whose workers were killed.
type killed struct {
	seconds             float64
	workers, hubs, lost int
}

// kill works off the trials of a sweep on two workers, of which one that is drawn is killed every so often, and the hub after a
// third and after two thirds of the results; 0 kills none. It is an error when a trial has no result or two, or is parked.
func kill(ctx context.Context, program func(args ...string) *exec.Cmd, store, file string, trials int, every time.Duration) (k killed, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return k, err
	}
	addr := l.Addr().String()
	l.Close()
	var all []*exec.Cmd
	start := func(args ...string) *exec.Cmd {
		c := program(args...)
		if e := c.Start(); e != nil {
			err = errors.Join(err, e)
			return nil
		}
		all = append(all, c)
		return c
	}
	end := func(c *exec.Cmd) {
		if i := slices.Index(all, c); c != nil && i >= 0 {
			all = slices.Delete(all, i, i+1)
			_ = c.Process.Signal(syscall.SIGKILL)
			_ = c.Wait()
		}
	}
	defer func() {
		for len(all) > 0 {
			end(all[0])
		}
	}()
	url := "nats://" + addr
	hub := start("hub", "--addr", addr, "--store", store, "--lease", "4s")
	var q *cluster.Queue
	for range 200 {
		if q, err = cluster.Connect(url, "", nil); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err != nil {
		return k, err
	}
	defer q.Close()
	if out, err := program("submit", file, "--nats", url).CombinedOutput(); err != nil {
		return k, fmt.Errorf("the trials could not be submitted: %w: %s", err, out)
	}
	worker := func() *exec.Cmd {
		return start("worker", "--nats", url, "--workers", "1", "--threads", "1", "--device", "cpu")
	}
	began := time.Now()
	workers := []*exec.Cmd{worker(), worker()}
	for next := began.Add(every); err == nil; time.Sleep(50 * time.Millisecond) {
		c, cerr := q.Counts(ctx)
		if cerr != nil {
			return k, cerr
		}
		if c.Parked > 0 {
			return k, fmt.Errorf("%s parked", several(c.Parked, "trial"))
		}
		if c.Left == 0 {
			break
		}
		if every == 0 {
			continue
		}
		if k.hubs < 2 && c.Done > trials*(k.hubs+1)/3 {
			k.hubs++
			end(hub)
			hub = start("hub", "--addr", addr, "--store", store)
		}
		if time.Now().After(next) {
			next, k.workers = next.Add(every), k.workers+1
			i := int(rng.Stream{Seed: 1}.Block(uint32(k.workers), 0)[0] % uint32(len(workers)))
			end(workers[i])
			workers[i] = worker()
		}
	}
	k.seconds = time.Since(began).Seconds()
	if err != nil {
		return k, err
	}
	list, err := q.Results(ctx)
	if err != nil {
		return k, err
	}
	seen := map[string]bool{}
	for _, r := range list {
		if seen[r.Key] {
			return k, fmt.Errorf("trial %s is counted twice", r.Key)
		}
		seen[r.Key] = true
		k.lost += r.Lost
	}
	if len(seen) != trials {
		return k, fmt.Errorf("%s have a result, want %d", several(len(seen), "trial"), trials)
	}
	return k, nil
}

// sweepTrials are those of the sweep beside plain runs.
const sweepTrials = 16

// sweeps compares a sweep on two cores with the same trainings as runs of their own, two at a time, in turns.
func (s *fleetSpeed) sweeps(ctx context.Context, dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	file := filepath.Join(dir, "sweep.json")
	if err := shortTrials(file, sweepTrials, s.epochs); err != nil {
		return err
	}
	var plain, swept, ratios []float64
	for i := range s.samples {
		began := time.Now()
		failed := make(chan error, 2)
		runs := make(chan int, sweepTrials)
		for n := range sweepTrials {
			runs <- n
		}
		close(runs)
		for range 2 {
			go func() {
				var err error
				for n := range runs {
					rate := fmt.Sprint(0.01 + 0.09*float64(n)/(sweepTrials-1))
					err = errors.Join(err, s.child(ctx, "train", "sa-2d-rings", "--epochs", fmt.Sprint(s.epochs), "--learning-rate", rate, "--device", "cpu", "--threads", "1",
						"--out", filepath.Join(dir, fmt.Sprint("plain", i, "-", n))))
				}
				failed <- err
			}()
		}
		if err := errors.Join(<-failed, <-failed); err != nil {
			return err
		}
		a := time.Since(began).Seconds()
		began = time.Now()
		if err := s.child(ctx, "sweep", file, "--device", "cpu", "--threads", "2", "--out", filepath.Join(dir, fmt.Sprint("sweep", i))); err != nil {
			return err
		}
		b := time.Since(began).Seconds()
		plain, swept, ratios = append(plain, a), append(swept, b), append(ratios, b/a)
	}
	if err := s.show(fleetRow{Case: "plain runs", N: sweepTrials}, plain); err != nil {
		return err
	}
	return s.show(fleetRow{Case: "sweep", N: sweepTrials, Ratio: timeOf(ratios).Median, Want: "at most 1.05 x"}, swept)
}

// child runs this program to its end.
func (s *fleetSpeed) child(ctx context.Context, args ...string) error {
	c := s.program(args...)
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	if err := c.Start(); err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = c.Process.Kill() })
	defer stop()
	if err := c.Wait(); err != nil {
		return fmt.Errorf("talbot %s: %w: %s", args[0], err, out.String())
	}
	return nil
}
