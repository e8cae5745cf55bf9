//go:build !js

package work

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"talbot/sim/cluster"
	"talbot/sim/compute"
	"talbot/sim/experiment"
	"talbot/sim/rundir"
	"talbot/sim/train"
)

// fitted are settings of networks whose masks are fitted one by one.
type fitted interface {
	OpenFit(dev compute.Device, number int, kernels []float32) (train.Stage, error)
}

// Fit is the trial of the fit of one mask, whose kernels go to the hub.
func Fit(ctx context.Context, q *cluster.Queue, preset string, c experiment.Config, number int, kernels []float32) (*cluster.Trial, error) {
	if _, ok := c.(fitted); !ok {
		return nil, fmt.Errorf("%s has no masks that are fitted one by one", preset)
	}
	b := make([]byte, 0, 4*len(kernels))
	for _, v := range kernels {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	object, err := q.Put(ctx, "kernels", b)
	if err != nil {
		return nil, err
	}
	return &cluster.Trial{Preset: preset, Parameters: parameters(c), Test: cluster.TestData, Fit: &cluster.Fit{Mask: number, Kernels: object}}, nil
}

// FitState is the last state of a fit.
func FitState(ctx context.Context, q *cluster.Queue, r *cluster.Result) (*train.State, error) {
	b, err := q.Get(ctx, r.Checkpoint)
	if err != nil {
		return nil, err
	}
	return rundir.ReadCheckpoint(b)
}

// fit fits one mask.
func (b *Bench) fit(ctx context.Context, t *cluster.Task) (*cluster.Result, error) {
	c, err := Config(t.Trial)
	if err != nil {
		return nil, err
	}
	settings, ok := c.(fitted)
	if !ok {
		return nil, &cluster.Unfit{Why: fmt.Errorf("%s has no masks that are fitted one by one: use the same version of talbot everywhere", t.Trial.Preset)}
	}
	raw, err := t.Queue().Get(ctx, t.Trial.Fit.Kernels)
	if err != nil {
		return nil, err
	}
	kernels := make([]float32, len(raw)/4)
	for i := range kernels {
		kernels[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	stage, err := settings.OpenFit(b.Device, t.Trial.Fit.Mask, kernels)
	if err != nil {
		return nil, err
	}
	if at := t.Record.Checkpoint; at != "" {
		state, err := FitState(ctx, t.Queue(), &cluster.Result{Checkpoint: at})
		if err == nil {
			err = stage.Restore(state)
		}
		if err != nil && !cluster.Missing(err) {
			return nil, err
		}
	}
	save := func() error {
		cause := context.Cause(ctx)
		if errors.Is(cause, cluster.ErrLost) || errors.Is(cause, cluster.ErrCancelled) {
			return nil
		}
		state, err := packed(stage)
		if err == nil {
			err = t.Save(context.WithoutCancel(ctx), 0, stage.Done(), state, nil)
		}
		return err
	}
	left, saved := 0.0, time.Now()
	for stage.Done() < 1 {
		if ctx.Err() != nil {
			return nil, errors.Join(save(), ctx.Err())
		}
		r, err := stage.Next()
		if err != nil {
			return nil, err
		}
		if r.Count > 0 {
			left = r.Loss / float64(r.Count)
		}
		if math.IsNaN(left) || math.IsInf(left, 0) {
			return nil, fmt.Errorf("the error of the fit is not a number any more: lower fit-rate")
		}
		t.Progress(ctx, 0, stage.Done(), 0)
		if stage.Done() < 1 && time.Since(saved).Seconds() > b.SaveEvery {
			if err := save(); err != nil {
				return nil, err
			}
			saved = time.Now()
		}
	}
	// A fit that has ended gives its buffers back with its last state, which is asked for once.
	last, err := packed(stage)
	if err != nil {
		return nil, err
	}
	state, err := rundir.ReadCheckpoint(last)
	if err != nil {
		return nil, err
	}
	res := &cluster.Result{Preset: t.Trial.Preset, Changed: Changed(t.Trial.Preset, c), Test: t.Trial.Test, Fit: t.Trial.Fit, Steps: state.Step, Loss: left,
		Device: b.Device.Name(), Talbot: b.Talbot}
	res.Checkpoint, err = t.Queue().Put(ctx, t.Key, last)
	return res, err
}

// packed is the state of a stage as a checkpoint.
func packed(s train.Stage) ([]byte, error) {
	state, err := s.State()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = rundir.WriteCheckpoint(&b, state)
	return b.Bytes(), err
}
