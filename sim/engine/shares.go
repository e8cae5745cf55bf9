package engine

import (
	"unsafe"

	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
)

// raw is the memory of f, which is not empty. All that Talbot runs on is little-endian.
func raw(f []float32) []byte { return unsafe.Slice((*byte)(unsafe.Pointer(&f[0])), 4*len(f)) }

// header is what travels between engines ahead of the values or the gradient.
type header struct {
	epoch, index, share, shares int32 // of the request
	trained                     int32 // as well: 1 for Trainer.Trained
	count, correct, _           int32 // of the answer, as is loss
	loss                        float64
}

const headerLen = int(unsafe.Sizeof(header{}) / 4) // in float32

// parcel is header and numbers in one array, which this engine keeps.
func (e *Engine) parcel() (*header, []float32) {
	if n := headerLen + e.sharer.Split().Len; len(e.wire) != n {
		e.wire = make([]float32, n)
	}
	return (*header)(unsafe.Pointer(&e.wire[0])), e.wire[headerLen:]
}

// sharing is the session whose updates can be shared, or why there is none.
func (e *Engine) sharing() (experiment.Sharer, error) {
	if _, err := e.learns(); err != nil {
		return nil, err
	}
	if e.sharer == nil {
		return nil, errs.New("the updates of this experiment cannot be shared")
	}
	return e.sharer, nil
}

// begin starts an update that this engine shares with others.
func (e *Engine) begin(Message) ([]Reply, error) {
	if err := e.beginShares(); err != nil {
		return nil, err
	}
	e.parcel()
	return []Reply{reply("shares", "shares", e.shares, "length", 4*len(e.wire))}, nil
}

func (e *Engine) beginShares() error {
	t, err := e.sharing()
	if err != nil {
		return err
	}
	if err := e.learnable(); err != nil {
		return err
	}
	if e.images == 0 {
		e.started = e.host.Now()
	}
	e.shares, err = t.Split().Begin(e.split())
	return err
}

// begun refuses what is for an update that was not begun.
func (e *Engine) begun() error {
	if e.sharer == nil || e.shares == 0 {
		return errs.New("no update was begun")
	}
	return nil
}

// whichShare is the share that a message means.
func (e *Engine) whichShare(m Message) (int, error) {
	if err := e.begun(); err != nil {
		return 0, err
	}
	i := m.Number("share", 0)
	if i < 0 || i >= e.shares {
		return 0, errs.New("share ", i, " is outside 0 to ", e.shares-1)
	}
	return i, nil
}

// ask writes into the message's bytes what a helper needs for a share.
func (e *Engine) ask(m Message) ([]Reply, error) {
	i, err := e.whichShare(m)
	if err != nil {
		return nil, err
	}
	h, v := e.parcel()
	l := e.sharer.Loop()
	*h = header{epoch: int32(l.Epoch), index: int32(l.Index), share: int32(i), shares: int32(e.shares), trained: flag(trained(e.sharer))}
	if err := e.sharer.Split().Values(v); err != nil {
		return nil, err
	}
	if !m.Give("bytes", raw(e.wire)) {
		return nil, e.wrongWire()
	}
	return nil, nil
}

func (e *Engine) wrongWire() error {
	return errs.New("the message's bytes must be a Uint8Array of ", 4*len(e.wire))
}

// flag is b in a header.
func flag(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

// serve answers the engine that trains, in the same bytes.
func (e *Engine) serve(m Message) ([]Reply, error) {
	t, err := e.sharing()
	if err != nil {
		return nil, err
	}
	h, v := e.parcel()
	if !m.Take("bytes", raw(e.wire)) {
		return nil, e.wrongWire()
	}
	if h.epoch < 0 || h.index < 0 || int(h.index) >= t.Loop().Batches() || h.share < 0 || h.share >= h.shares || int(h.shares) > t.Loop().Batch {
		return nil, errs.New("these bytes ask for no share of an update")
	}
	setTrained(t, h.trained != 0)
	r, err := t.Split().Serve(int(h.epoch), int(h.index), int(h.share), int(h.shares), v)
	h.count, h.correct, h.loss = int32(r.Count), int32(r.Correct), r.Loss
	m.Give("bytes", raw(e.wire))
	return nil, err
}

// share computes a share of the update, or takes what a helper answered.
func (e *Engine) share(m Message) ([]Reply, error) {
	i, err := e.whichShare(m)
	if err != nil {
		return nil, err
	}
	if !m.Has("bytes") {
		return nil, e.sharer.Split().Compute(i)
	}
	if e.shares == 1 {
		return nil, errs.New("an update in one share takes none from elsewhere")
	}
	h, v := e.parcel()
	if !m.Take("bytes", raw(e.wire)) {
		return nil, e.wrongWire()
	}
	e.sharer.Split().Put(i, network.Result{Count: int(h.count), Loss: h.loss, Correct: int(h.correct)}, v)
	return nil, nil
}
