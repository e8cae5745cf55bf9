package remote

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"talbot/sim/engine"
)

// decode makes fields of a message's bytes. What it makes is not larger than they are by more than
// the text's own overhead.
func decode(b []byte) (engine.Fields, error) {
	if len(b) < 4 {
		return nil, errors.New("the message is shorter than its head of 4 bytes")
	}
	n := binary.LittleEndian.Uint32(b)
	if uint64(n) > uint64(len(b)-4) {
		return nil, fmt.Errorf("the message's text should have %d bytes and it has %d", n, len(b)-4)
	}
	var raw map[string]json.RawMessage
	text, rest := b[4:4+n], b[4+n:]
	if err := json.Unmarshal(text, &raw); err != nil || raw == nil {
		return nil, errors.New("the message's text is no object of JSON")
	}
	// Arrays come in the order of their names, which is the same for who sends and who reads.
	names := make([]string, 0, len(raw))
	for name := range raw {
		names = append(names, name)
	}
	slices.Sort(names)
	f := engine.Fields{}
	for _, name := range names {
		v, left, err := field(raw[name], rest)
		if err != nil {
			return nil, fmt.Errorf("the message's %.40q: %w", name, err)
		}
		if rest = left; v != nil {
			f[name] = v
		}
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("the message has %d bytes too many", len(rest))
	}
	return f, nil
}

// field is one value as engine.Fields has it, and the bytes behind what it took.
func field(text json.RawMessage, rest []byte) (any, []byte, error) {
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return nil, nil, err
	}
	switch v := v.(type) {
	case nil:
		return nil, rest, nil
	case string, bool:
		return v, rest, nil
	case float64:
		if v != math.Trunc(v) || math.Abs(v) > 1<<31 {
			return nil, nil, errors.New("want a whole number")
		}
		return int(v), rest, nil
	case map[string]any:
		for kind, size := range map[string]int{"u8": 1, "f32": 4} {
			n, ok := v[kind].(float64)
			if !ok {
				continue
			}
			if len(v) != 1 || n != math.Trunc(n) || n < 0 || n > float64(len(rest)/size) {
				return nil, nil, fmt.Errorf("an array of %v elements has %d bytes", n, len(rest))
			}
			mine, rest := rest[:int(n)*size], rest[int(n)*size:]
			if size == 1 {
				return mine, rest, nil
			}
			list := make([]float32, int(n))
			for i := range list {
				list[i] = math.Float32frombits(binary.LittleEndian.Uint32(mine[4*i:]))
			}
			return list, rest, nil
		}
		return settings(v, rest)
	}
	return nil, nil, errors.New("want text, a whole number, true, false, an array of numbers, or parameters")
}

// settings are parameters in the order of their names: they are set one by one, and checked when
// all are.
func settings(v map[string]any, rest []byte) (any, []byte, error) {
	list := [][2]string{}
	for name, value := range v {
		text, ok := value.(string)
		if !ok {
			return nil, nil, fmt.Errorf("the parameter %.40q is no text", name)
		}
		list = append(list, [2]string{name, text})
	}
	slices.SortFunc(list, func(a, b [2]string) int {
		if a[0] < b[0] {
			return -1
		}
		return 1
	})
	return list, rest, nil
}

// encode is the message of an answer.
func encode(id int, replies []engine.Reply, ms float64) ([]byte, error) {
	var tail []byte
	list := make([]any, len(replies))
	for i, r := range replies {
		list[i] = flat(r, &tail)
	}
	text, err := json.Marshal(map[string]any{"id": id, "replies": list, "ms": ms})
	if err != nil {
		return nil, err
	}
	b := binary.LittleEndian.AppendUint32(make([]byte, 0, 4+len(text)+len(tail)), uint32(len(text)))
	return append(append(b, text...), tail...), nil
}

// flat is a value as JSON has it; arrays of numbers go to tail.
func flat(v any, tail *[]byte) any {
	switch v := v.(type) {
	case engine.Reply:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		m := make(map[string]any, len(v))
		for _, name := range names {
			m[name] = flat(v[name], tail)
		}
		return m
	case []engine.Reply:
		list := make([]any, len(v))
		for i, r := range v {
			list[i] = flat(r, tail)
		}
		return list
	case []byte:
		*tail = append(*tail, v...)
		return map[string]int{"u8": len(v)}
	case []float32:
		for _, x := range v {
			*tail = binary.LittleEndian.AppendUint32(*tail, math.Float32bits(x))
		}
		return map[string]int{"f32": len(v)}
	case float64: // JSON has no such numbers
		switch {
		case math.IsNaN(v):
			return map[string]string{"number": "NaN"}
		case math.IsInf(v, 0):
			return map[string]string{"number": map[bool]string{true: "Infinity", false: "-Infinity"}[v > 0]}
		}
	case []string:
		if v == nil {
			return []string{}
		}
	case []int:
		if v == nil {
			return []int{}
		}
	}
	return v
}
