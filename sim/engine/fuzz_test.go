package engine_test

import (
	"math"
	"strings"
	"testing"

	. "talbot/sim/engine"
)

// words are what a fuzzed message may have as op, as the name of a field, or as text.
var words = strings.Fields(`presets open estimate device data masks image sample frame step set evaluate reset state restore
	export levels read apart begin ask share finish serve
	preset values workers role images labels name bytes trained array type curve pixels width height label index network value file
	train test d2nn-mnist-64 codesign-mnist-64 slit lens talbot cpu auto samples batch learning-rate radians uint8 float32 0 1 7 -3 1e9 nan`)

// script makes messages of bytes: an op, then fields, and asks the engine for each.
type script struct{ b []byte }

func (s *script) next() int {
	if len(s.b) == 0 {
		return 0
	}
	v := s.b[0]
	s.b = s.b[1:]
	return int(v)
}

func (s *script) word() string { return words[s.next()%len(words)] }

func (s *script) some(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(s.next())
	}
	return b
}

func (s *script) fields(state, wire []byte) Fields {
	f := Fields{}
	for range s.next() % 6 {
		name := s.word()
		switch s.next() % 10 {
		case 0:
			f[name] = s.word()
		case 1:
			f[name] = s.next() - 20
		case 2:
			f[name] = math.MinInt
		case 3:
			f[name] = true
		case 4:
			f[name] = s.some(s.next() % 40)
		case 5:
			f[name] = append([]byte(nil), state...)
		case 6:
			f[name] = wire
		case 7:
			b := append([]byte(nil), wire...)
			copy(b, s.some(min(len(b), 40)))
			f[name] = b
		case 8:
			v := make([]float32, 2*32*32)
			v[s.next()] = float32(math.NaN())
			v[s.next()] = float32(s.next()) - 9
			f[name] = v
		case 9:
			f[name] = append(append([][2]string(nil), small...), [2]string{s.word(), s.word()})
		}
	}
	return f
}

// FuzzDo holds the engine to its word: whatever it is asked it answers, with an error that
// is none of the program's own, and it goes on after that.
func FuzzDo(f *testing.F) {
	for i := range words {
		f.Add([]byte{byte(i), 2, byte(i), 1, 21, byte(i + 7), 0, byte(i), byte(i), 0, 18, 0, 19, 1, 30, 6, 20, 1, 26, 1, 20, 21, 0, 22, 1, 30, 7, 0, 0, 0, 250})
	}
	e := newEngine()
	f.Fuzz(func(t *testing.T, b []byte) {
		open(t, e, 2)
		give(t, e, "train", 20)
		give(t, e, "test", 20)
		state := ask(t, e, "state", nil)[0]["bytes"].([]byte)
		wire := make([]byte, ask(t, e, "begin", nil)[0]["length"].(int))
		s := &script{b[:min(len(b), 200)]}
		for range 12 {
			if len(s.b) == 0 {
				break
			}
			op := s.word()
			m := s.fields(state, wire)
			if op == "open" && m.Settings("values") == nil {
				m["values"] = small // a large one takes its time
			}
			if _, err := e.Do(op, m); err != nil && strings.HasPrefix(err.Error(), "internal error") {
				t.Fatalf("%s %v: %v", op, m, err)
			}
		}
		ask(t, e, "open", Fields{"preset": "d2nn-mnist-64", "values": small})
		ask(t, e, "step", nil)
	})
}
