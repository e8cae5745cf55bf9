//go:build !js

package work

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"talbot/sim/cluster"
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/reproduce/all"
	"talbot/sim/reproduce/run"
	"talbot/sim/rundir"
)

// Piece is the trial of a run of a published experiment: the row of e from a seed, as r would make it. Of the pictures its
// limits are taken, and what is held out.
func Piece(r *run.Runner, e reproduce.Experiment, row reproduce.Row, seed int, limits cluster.Pictures) (*cluster.Trial, error) {
	c, err := row.At(seed, r.Epochs)
	if err != nil {
		return nil, err
	}
	preset, err := run.Nearest(c)
	if err != nil {
		return nil, err
	}
	t := &cluster.Trial{Preset: preset, Parameters: parameters(c), Test: cluster.TestData,
		Piece: &cluster.Piece{Experiment: e.ID, Row: row.Name, Seed: seed, Quick: e.Quick, Epochs: r.Epochs}}
	if r.TestEvery > 1 {
		t.Piece.TestEvery = r.TestEvery
	}
	if row.Data == "" {
		return t, nil
	}
	what, _, err := r.Described(row)
	if err != nil {
		return nil, err
	}
	p := limits
	p.Set, p.Train, p.Test, p.SHA256 = row.Data, what.Train, what.Test, what.SHA256
	t.Pictures = &p
	if p.HoldOut > 0 {
		t.Test = cluster.HeldOut
	}
	return t, nil
}

// parameters are all of some settings, in words.
func parameters(c experiment.Config) map[string]string {
	all := map[string]string{}
	for _, p := range c.Params() {
		all[p.Name] = p.Value()
	}
	return all
}

// TakePiece takes the result of a piece into the folder of r.
func TakePiece(ctx context.Context, q *cluster.Queue, r *run.Runner, e reproduce.Experiment, row reproduce.Row, seed int, res *cluster.Result) (*reproduce.Result, error) {
	b, err := q.Get(ctx, res.Report)
	if err != nil {
		return nil, err
	}
	var got reproduce.Result
	if err := json.Unmarshal(b, &got); err != nil {
		return nil, fmt.Errorf("the result of %s from seed %d is damaged: %w", row.Name, seed, err)
	}
	if got.Row != row.Name || got.Seed != seed {
		return nil, fmt.Errorf("the hub has the result of %s from seed %d in place of that of %s from seed %d: use the same version of talbot everywhere", got.Row, got.Seed, row.Name, seed)
	}
	var files []byte
	if res.Checkpoint != "" {
		if files, err = q.Get(ctx, res.Checkpoint); err != nil {
			return nil, err
		}
	}
	return &got, r.Take(e, row, seed, files, &got)
}

// piece makes a run of a published experiment in a folder of its own, whose files go to the hub with every checkpoint.
func (b *Bench) piece(ctx context.Context, t *cluster.Task) (*cluster.Result, error) {
	p := t.Trial.Piece
	e, err := all.Find(p.Experiment, p.Quick)
	if err != nil {
		return nil, otherRun("%w", err)
	}
	i := slices.IndexFunc(e.Rows, func(r reproduce.Row) bool { return r.Name == p.Row })
	if i < 0 {
		return nil, otherRun("%s has no row %s here", p.Experiment, p.Row)
	}
	row := e.Rows[i]
	c, err := row.At(p.Seed, p.Epochs)
	if err != nil {
		return nil, err
	}
	for name, v := range parameters(c) {
		if t.Trial.Parameters[name] != v {
			return nil, otherRun("%s of %s is %s here, and %q where it was submitted", name, p.Row, v, t.Trial.Parameters[name])
		}
	}
	out, end, err := folder(b.Temp)
	if err != nil {
		return nil, err
	}
	defer end()
	r := &run.Runner{Out: out, Devices: []compute.Device{b.Device}, Epochs: p.Epochs, TestEvery: p.TestEvery, Talbot: b.Talbot, SaveEvery: b.SaveEvery,
		Command: func(reproduce.Row, int, int) string { return "" }} // which who asked for it knows
	if t.Trial.Pictures != nil {
		r.HoldOut = t.Trial.Pictures.HoldOut
		r.Pictures = func(string) (learn, test *data.Set, from rundir.Source, err error) {
			learn, test, err = b.Load(t.Trial.Pictures.Set)
			if err == nil {
				learn, test, err = Cut(learn, test, *t.Trial.Pictures)
			}
			if err != nil {
				return nil, nil, from, &cluster.Unfit{Why: err}
			}
			return learn, test, from, nil
		}
		now, _, err := r.Described(row)
		if err == nil {
			err = same(now, t.Trial.Pictures)
		}
		if err != nil {
			return nil, err
		}
	}
	r.Progress = func(at run.Progress) {
		if at.Label == "" {
			accuracy := 0.0
			if at.Test != nil {
				accuracy = *at.Test
			}
			t.Progress(ctx, 0, at.Share, accuracy)
		}
	}
	r.Kept = func(path string, s experiment.Trainer) error {
		if errors.Is(context.Cause(ctx), cluster.ErrLost) || errors.Is(context.Cause(ctx), cluster.ErrCancelled) {
			return nil
		}
		packed, err := rundir.Pack(path)
		if err != nil {
			return err
		}
		_, epoch := s.Progress()
		err = t.Save(context.WithoutCancel(ctx), epoch, s.Plan().Done(), packed, nil)
		if errors.Is(err, cluster.ErrLost) {
			return nil // whoever has the lease goes on
		}
		if err == nil && b.kept != nil {
			b.kept()
		}
		return err
	}
	if err := b.unpack(ctx, t, r.Folder(e, row, p.Seed)); err != nil {
		return nil, err
	}
	got, path, err := r.Make(ctx, e, row, p.Seed)
	if err != nil {
		return nil, err
	}
	return b.pieceResult(ctx, t, got, path)
}

// otherRun says that a run is not known here as it was submitted: another worker may know it.
func otherRun(what string, of ...any) error {
	return &cluster.Unfit{Why: fmt.Errorf("the run is of another version of talbot: "+what, of...)}
}

// unpack brings a folder to where the piece stands, if it has begun.
func (b *Bench) unpack(ctx context.Context, t *cluster.Task, path string) error {
	if t.Record.Checkpoint == "" {
		return nil
	}
	files, err := t.Queue().Get(ctx, t.Record.Checkpoint)
	if cluster.Missing(err) {
		return nil // from the start, then
	} else if err != nil {
		return err
	}
	return rundir.Unpack(path, files)
}

// pieceResult keeps what came out.
func (b *Bench) pieceResult(ctx context.Context, t *cluster.Task, got *reproduce.Result, path string) (*cluster.Result, error) {
	r := &cluster.Result{Preset: t.Trial.Preset, Test: t.Trial.Test, Piece: t.Trial.Piece, Epochs: got.Epochs, Steps: got.Steps,
		Values: map[string]float64{}, Device: b.Device.Name(), Talbot: b.Talbot}
	for name, v := range got.Values {
		switch name {
		case reproduce.Test:
			r.Accuracy = v
		case reproduce.Training:
			r.Train = v
		}
		r.Values[name] = v
	}
	for _, e := range got.Curve {
		if e.Tested != nil {
			r.Loss, r.Count = e.TestLoss, e.TestCount
		}
	}
	report, err := json.Marshal(got)
	if err != nil {
		return nil, err
	}
	if path != "" {
		files, err := rundir.Pack(path)
		if err != nil {
			return nil, err
		}
		if r.Checkpoint, err = t.Queue().Put(ctx, t.Key, files); err != nil {
			return nil, err
		}
	}
	r.Report, err = t.Queue().Put(ctx, t.Key, report)
	return r, err
}
