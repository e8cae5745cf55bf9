package train

import (
	"encoding/binary"
	"math"

	"talbot/sim/errs"
)

// PackState is a state as bytes, which UnpackState takes. All is
// little-endian: of a state epoch, index, step, count, correct, trained (int32), loss (float64), its arrays and its
// parts; of an array its name, the number of its dimensions and these (int32), and its numbers (float32); of a
// part its key, whether it has ended (int32), and its state. Of what there are several, a
// number (int32) goes first, as of a text's bytes.
func PackState(s *State, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return appendState(nil, s), nil
}

// UnpackState is the state of bytes that PackState has made, and an error of others.
func UnpackState(b []byte) (*State, error) {
	r := unpacker{b: b}
	s := r.state(0)
	if r.bad || len(r.b) > 0 {
		return nil, errs.New("train: the ", len(b), " bytes are not the state of a training in stages")
	}
	return s, nil
}

// Pack is the state of a plan as bytes, which Unpack takes in a plan of the same stages.
func (p *Plan) Pack() ([]byte, error) { return PackState(p.State()) }

// Unpack goes on from bytes that Pack has made; others change nothing.
func (p *Plan) Unpack(b []byte) error {
	s, err := UnpackState(b)
	if err != nil {
		return err
	}
	return p.Restore(s)
}

func appendInts(b []byte, v ...int) []byte {
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, uint32(int32(x)))
	}
	return b
}

func appendText(b []byte, s string) []byte { return append(appendInts(b, len(s)), s...) }

func appendState(b []byte, s *State) []byte {
	b = appendInts(b, s.Epoch, s.Index, s.Step, s.Sum.Count, s.Sum.Correct)
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(s.Sum.Loss))
	b = appendInts(b, len(s.Arrays))
	for _, a := range s.Arrays {
		b = appendInts(appendText(b, a.Name), len(a.Shape))
		b = appendInts(appendInts(b, a.Shape...), len(a.Data))
		for _, v := range a.Data {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	b = appendInts(b, len(s.Parts))
	for i := range s.Parts {
		part, ended := &s.Parts[i], 0
		if part.Ended {
			ended = 1
		}
		b = appendState(appendInts(appendText(b, part.Key), ended), &part.State)
	}
	return b
}

// unpacker takes bytes off; what goes wrong shows in bad alone.
type unpacker struct {
	b   []byte
	bad bool
}

func (r *unpacker) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.bad = true
		return make([]byte, 8)
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

func (r *unpacker) int() int { return int(int32(binary.LittleEndian.Uint32(r.take(4)))) }

// count is a number of things that each have so many bytes at least.
func (r *unpacker) count(bytes int) int {
	n := r.int()
	if n < 0 || n > len(r.b)/bytes {
		r.bad = true
	}
	if r.bad {
		return 0
	}
	return n
}

func (r *unpacker) text() string { return string(r.take(r.count(1))) }

// deepest is how many states may lie within another.
const deepest = 8

func (r *unpacker) state(depth int) *State {
	s := &State{Progress: Progress{Epoch: r.int(), Index: r.int(), Step: r.int()}}
	s.Sum.Count, s.Sum.Correct = r.int(), r.int()
	s.Sum.Loss = math.Float64frombits(binary.LittleEndian.Uint64(r.take(8)))
	for range r.count(12) {
		a := Values{Name: r.text()}
		for range r.count(4) {
			a.Shape = append(a.Shape, r.int())
		}
		a.Data = make([]float32, r.count(4))
		for i := range a.Data {
			a.Data[i] = math.Float32frombits(binary.LittleEndian.Uint32(r.take(4)))
		}
		s.Arrays = append(s.Arrays, a)
	}
	parts := r.count(8)
	if parts > 0 && depth == deepest {
		r.bad = true
		return s
	}
	for range parts {
		part := Part{Key: r.text(), Ended: r.int() != 0}
		if r.bad {
			break
		}
		part.State = *r.state(depth + 1)
		s.Parts = append(s.Parts, part)
	}
	if s.Epoch < 0 || s.Index < 0 || s.Step < 0 || s.Sum.Count < 0 {
		r.bad = true
	}
	return s
}
