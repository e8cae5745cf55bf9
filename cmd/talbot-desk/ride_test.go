package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/experiment/run"
	"talbot/sim/rundir"
	"talbot/sim/system/forward"
)

// rides has this test's own program train in a folder, for tests that end it.
const rides = "TALBOT_TEST_RIDES"

// ride trains a small network on a simulated bench, from the checkpoint of the folder where there is one, as talbot train does: two epochs of
// eight updates, with a checkpoint after each.
func ride(dir string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := rideIn(ctx, dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func rideIn(ctx context.Context, dir string) error {
	p, _ := forward.Find("ffm-small")
	c := p.Config
	c.Samples, c.Padding, c.RegionSize, c.ImageSize = 32, 8, 4, 28
	c.Elsewhere, c.Knock, c.Epochs, c.Batch = 0, 0, 2, 4
	set := &data.Set{Name: "squares", Width: 28, Height: 28, Classes: strings.Fields("a b c d e f g h i j")}
	for i := range 32 {
		for k := range 784 {
			v := byte(i*k%40 + 10)
			if y, x := k/28, k%28; y/9 == i%10/4 && x/7 == i%10%4 {
				v += 150
			}
			set.Images = append(set.Images, v)
		}
		set.Labels = append(set.Labels, uint16(i%10))
	}
	session, err := c.Open(cpu.Open(1), set)
	if err != nil {
		return err
	}
	trainer := session.(experiment.Trainer)
	d, err := rundir.Open(dir)
	if err != nil {
		if d, err = rundir.Create(dir, rundir.Info{Preset: p.ID, Config: &c, Data: rundir.Describe(set, set), Device: "cpu", Created: "2026-01-01T00:00:00Z"}); err != nil {
			return err
		}
	}
	if _, err := os.Stat(filepath.Join(dir, rundir.CheckpointFile)); err == nil {
		if err := d.ResumeStage(trainer.Plan()); err != nil {
			return err
		}
	}
	unlock, err := d.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	_, epoch := trainer.Progress()
	recorder, began := d.Record(int(epoch)), time.Now()
	driven := run.Run{Session: trainer, Save: recorder.Save, SaveEvery: 1e-9, Clock: func() float64 { return time.Since(began).Seconds() },
		Sink: func(e experiment.Event) {
			fmt.Println(e.Kind, e.Step)
			if err := recorder.Event(e); err != nil {
				cancel(err)
			}
		}}
	if err := driven.Train(ctx); err != nil {
		if why := context.Cause(ctx); why != nil {
			return why
		}
		return err
	}
	return nil
}

// rode starts a ride, tells its lines, and gives what it says on its standard error when it has ended.
func rode(t *testing.T, dir string, line func(p *os.Process, n int)) (said string, ok bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), rides+"="+dir)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	need(t, err)
	need(t, cmd.Start())
	stuck := time.AfterFunc(2*time.Minute, func() { cmd.Process.Kill() })
	defer stuck.Stop()
	scan := bufio.NewScanner(out)
	for n := 1; scan.Scan(); n++ {
		if line != nil {
			line(cmd.Process, n)
		}
	}
	err = cmd.Wait()
	return strings.TrimSpace(errs.String()), err == nil
}
