package engine

import (
	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// Message is what a request brings beside its name: fields that the list in the
// package's comment names. An adapter has one for the messages that it gets: of
// JavaScript objects, for example.
type Message interface {
	Has(name string) bool
	// Text is a field of words, "" when there is none.
	Text(name string) string
	// Number is a whole number, or otherwise when there is none.
	Number(name string, otherwise int) int
	Flag(name string) bool
	// Settings are pairs of name and value, in their order.
	Settings(name string) [][2]string
	// Bytes and Floats are copies, which the engine may keep; false when there are none.
	Bytes(name string) ([]byte, bool)
	Floats(name string) ([]float32, bool)
	// Take copies the field's bytes into b, and Give copies b into them; false when their
	// number is another.
	Take(name string, b []byte) bool
	Give(name string, b []byte) bool
}

// Reply is one answer: its kind, and fields of type string, bool, int, float64, []byte,
// []float32, []int, []string, Reply or []Reply. Who gets it may change it.
type Reply = map[string]any

// reply is a reply of this kind; fields are name and value in turn. A map's literal would
// be a hundred bytes of the page's engine for each.
func reply(kind string, fields ...any) Reply {
	r := make(Reply, len(fields)/2+1)
	r["kind"] = kind
	for i := 0; i < len(fields); i += 2 {
		r[fields[i].(string)] = fields[i+1]
	}
	return r
}

// Failure is the reply that tells of an error, with the parameter that is to blame, if one is.
func Failure(err error) Reply {
	for e := err; e != nil; {
		if p, ok := e.(*experiment.ParamError); ok {
			return reply("error", "text", p.Why, "param", p.Name)
		}
		u, ok := e.(interface{ Unwrap() error }) // package errors has As, and reflection with it
		if !ok {
			break
		}
		e = u.Unwrap()
	}
	return reply("error", "text", err.Error())
}

// Fields is a Message of Go's own values: string, int, bool, [][2]string, []byte and []float32.
type Fields map[string]any

func (f Fields) Has(name string) bool { return f[name] != nil }

func (f Fields) Text(name string) string {
	s, _ := f[name].(string)
	return s
}

func (f Fields) Number(name string, otherwise int) int {
	if n, ok := f[name].(int); ok {
		return n
	}
	return otherwise
}

func (f Fields) Flag(name string) bool {
	b, _ := f[name].(bool)
	return b
}

func (f Fields) Settings(name string) [][2]string {
	s, _ := f[name].([][2]string)
	return s
}

func (f Fields) Bytes(name string) ([]byte, bool) {
	b, ok := f[name].([]byte)
	return append([]byte(nil), b...), ok
}

func (f Fields) Floats(name string) ([]float32, bool) {
	v, ok := f[name].([]float32)
	return append([]float32(nil), v...), ok
}

func (f Fields) Take(name string, to []byte) bool {
	b, _ := f[name].([]byte)
	return len(b) == len(to) && copy(to, b) == len(b)
}

func (f Fields) Give(name string, from []byte) bool {
	b, _ := f[name].([]byte)
	return len(b) == len(from) && copy(b, from) == len(b)
}

// bytesOf is a field that must be bytes.
func bytesOf(m Message, name string) ([]byte, error) {
	b, ok := m.Bytes(name)
	if !ok {
		return nil, errs.New("the message's ", name, " must be a Uint8Array")
	}
	return b, nil
}
