package attempt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/network"
)

// Part is a share of an update: of so many contiguous parts of the batch, which differ by one picture at most, the one of
// that number from 0, for a training that has done Epoch epochs and Index batches of the next one.
type Part struct {
	Number uint32 `json:"number"` // of the update, to tell its answers from those to another one
	Epoch  int    `json:"epoch"`
	Index  int    `json:"index"`
	Share  int    `json:"share"`
	Shares int    `json:"shares"`
}

// Answer is what came of a part.
type Answer struct {
	Number   uint32
	Share    int
	Result   network.Result
	Gradient []byte // of all variables' values, one after another: float32, little-endian
	Why      string // there is none; else ""
}

// answerHead is the length of what stands ahead of the gradient, in bytes: number, share, count and correct, of four bytes
// each, and the loss of eight; little-endian. Of count 0 there is no gradient, and the rest says why.
const answerHead = 24

// Encode is the answer as bytes.
func (a Answer) Encode() []byte {
	b := make([]byte, 0, answerHead+len(a.Gradient)+len(a.Why))
	for _, v := range []uint32{a.Number, uint32(a.Share), uint32(a.Result.Count), uint32(a.Result.Correct)} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(a.Result.Loss))
	if a.Result.Count == 0 {
		return append(b, a.Why...)
	}
	return append(b, a.Gradient...)
}

// ParseAnswer reads one; its gradient is in b.
func ParseAnswer(b []byte) (a Answer, err error) {
	if len(b) < answerHead {
		return a, errors.New("an answer is cut off")
	}
	four := func(i int) uint32 { return binary.LittleEndian.Uint32(b[4*i:]) }
	a = Answer{Number: four(0), Share: int(four(1)), Result: network.Result{Count: int(four(2)), Correct: int(four(3)),
		Loss: math.Float64frombits(binary.LittleEndian.Uint64(b[16:]))}}
	if a.Result.Count == 0 {
		a.Why = string(b[answerHead:])
		return a, nil
	}
	a.Gradient = b[answerHead:]
	return a, nil
}

// Floats are numbers of four bytes each, little-endian, read into v, of the same number.
func Floats(v []float32, b []byte) error {
	if len(b) != 4*len(v) {
		return fmt.Errorf("%d bytes came in place of %d numbers: use the same version of talbot everywhere", len(b), len(v))
	}
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return nil
}

// Bytes are numbers as Floats reads them, put behind b.
func Bytes(b []byte, v []float32) []byte {
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// Helper computes parts of a training that another program makes.
type Helper struct {
	session experiment.Sharer
	values  []float32
}

// Help opens a helper, on a device of its own.
func (s Spec) Help(dev compute.Device, learn *data.Set) (*Helper, error) {
	c, err := s.Config()
	if err != nil {
		return nil, err
	}
	opened, err := c.Open(dev, learn)
	if err != nil {
		return nil, err
	}
	shared, err := s.shared(opened)
	if err != nil {
		return nil, err
	}
	return &Helper{shared, make([]float32, shared.Split().Len)}, nil
}

func (s Spec) shared(opened experiment.Session) (experiment.Sharer, error) {
	shared, ok := opened.(experiment.Sharer)
	if !ok {
		return nil, fmt.Errorf("the updates of %s cannot be shared", s.Preset)
	}
	return shared, nil
}

// Compute computes a part at values, as Bytes gives them.
func (h *Helper) Compute(p Part, values []byte) Answer {
	a := Answer{Number: p.Number, Share: p.Share}
	loop, split := h.session.Loop(), h.session.Split()
	if p.Epoch < 0 || p.Index < 0 || p.Index >= loop.Batches() || p.Share < 0 || p.Share >= p.Shares || p.Shares > loop.Batch {
		a.Why = "that is no share of an update: use the same version of talbot everywhere"
		return a
	}
	err := Floats(h.values, values)
	if err == nil {
		a.Result, err = split.Serve(p.Epoch, p.Index, p.Share, p.Shares, h.values)
	}
	if err != nil {
		a.Result, a.Why = network.Result{}, err.Error()
		return a
	}
	a.Gradient = Bytes(nil, h.values)
	return a
}
