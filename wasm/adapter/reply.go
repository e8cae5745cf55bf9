//go:build js && wasm

package adapter

import (
	"syscall/js"

	"talbot/sim/engine"
)

// sent is the replies as js.ValueOf takes them, and that of an error at their end.
func sent(replies []engine.Reply, err error) []any {
	list := make([]any, len(replies), len(replies)+1)
	for i, r := range replies {
		list[i] = value(r)
	}
	if err != nil {
		list = append(list, value(engine.Failure(err)))
	}
	return list
}

// value is a field of a reply as js.ValueOf takes it: arrays of numbers become typed
// arrays of their own.
func value(v any) any {
	switch v := v.(type) {
	case engine.Reply:
		for name, field := range v {
			switch field.(type) {
			case string, bool, int, float64:
			default:
				v[name] = value(field)
			}
		}
	case []engine.Reply:
		return list(v)
	case []string:
		return list(v)
	case []int:
		return list(v)
	case []byte:
		return toBytes(v)
	case []float32:
		if len(v) == 0 {
			return float32Array.New(0)
		}
		return float32Array.New(toBytes(raw(v)).Get("buffer"))
	}
	return v
}

func list[T any](v []T) []any {
	all := make([]any, len(v))
	for i, x := range v {
		all[i] = value(x)
	}
	return all
}

// toBytes is a new Uint8Array with b's content.
func toBytes(b []byte) js.Value {
	v := uint8Array.New(len(b))
	js.CopyBytesToJS(v, b)
	return v
}
