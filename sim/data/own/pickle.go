package own

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// unpickle reads what Python's pickle has written of dicts, lists, tuples, numbers, text and
// NumPy arrays of bytes or whole numbers, in protocols 2 to 5. A pickle is a program; of the functions that one
// can call, this knows the few that make an array, and refuses all others by name: nothing that a file
// says is run.
//
// Values are int64, float64, bool, nil, string (text), []byte, *pyList, pyTuple, *pyDict and *pyArray.
func unpickle(b []byte) (any, error) {
	m := &unpickler{b: b, memo: map[int]any{}}
	v, err := m.run()
	if err != nil {
		return nil, fmt.Errorf("byte %d of the pickle: %w", m.at, err)
	}
	return v, nil
}

type unpickler struct {
	b     []byte
	at    int
	stack []any
	memo  map[int]any
}

var errShort = errors.New("it ends too early: the file is cut off or damaged")
var errStack = errors.New("it makes no sense: the file is damaged, or no pickle")

// next are n bytes.
func (m *unpickler) next(n int) ([]byte, error) {
	if n < 0 || n > len(m.b)-m.at {
		return nil, errShort
	}
	m.at += n
	return m.b[m.at-n : m.at : m.at], nil
}

// number is a little-endian number of n bytes without a sign.
func (m *unpickler) number(n int) (int, error) {
	p, err := m.next(n)
	v := uint64(0)
	for i := len(p) - 1; i >= 0; i-- {
		v = v<<8 | uint64(p[i])
	}
	if err == nil && v > math.MaxInt32<<8 {
		return 0, errShort
	}
	return int(v), err
}

// counted are the bytes behind their number, of n bytes.
func (m *unpickler) counted(n int) ([]byte, error) {
	size, err := m.number(n)
	if err != nil {
		return nil, err
	}
	return m.next(size)
}

// line is up to the end of one.
func (m *unpickler) line() (string, error) {
	rest := m.b[m.at:]
	for i, c := range rest[:min(len(rest), 1<<10)] {
		if c == '\n' {
			m.at += i + 1
			return string(rest[:i]), nil
		}
	}
	return "", errShort
}

func (m *unpickler) push(v any) { m.stack = append(m.stack, v) }

func (m *unpickler) pop() (any, error) {
	if len(m.stack) == 0 {
		return nil, errStack
	}
	v := m.stack[len(m.stack)-1]
	if _, ok := v.(pyMark); ok {
		return nil, errStack
	}
	m.stack = m.stack[:len(m.stack)-1]
	return v, nil
}

// since are the values behind the last mark, which goes too.
func (m *unpickler) since() ([]any, error) {
	for i := len(m.stack) - 1; i >= 0; i-- {
		if _, ok := m.stack[i].(pyMark); ok {
			items := append([]any(nil), m.stack[i+1:]...)
			m.stack = m.stack[:i]
			return items, nil
		}
	}
	return nil, errStack
}

// top is the last value, which stays.
func (m *unpickler) top() (any, error) {
	if len(m.stack) == 0 {
		return nil, errStack
	}
	return m.stack[len(m.stack)-1], nil
}

// run runs the opcodes up to the end.
func (m *unpickler) run() (any, error) {
	for {
		op, err := m.next(1)
		if err != nil {
			return nil, err
		}
		if op[0] == '.' {
			v, err := m.pop()
			if err == nil && len(m.stack) > 0 {
				err = errStack
			}
			return v, err
		}
		if err := m.do(op[0]); err != nil {
			return nil, err
		}
	}
}

// do runs one opcode, by the names of Python's pickletools.
func (m *unpickler) do(op byte) error {
	var n int
	var p []byte
	var err error
	switch op {
	case 0x80: // PROTO
		if n, err = m.number(1); err == nil && (n < 2 || n > 5) {
			err = fmt.Errorf("protocol %d is not read, but 2 to 5: save it anew with pickle.dump(x, f, 4)", n)
		}
	case 0x95: // FRAME
		_, err = m.next(8)
	case '(':
		m.push(pyMark{})
	case '}':
		m.push(&pyDict{})
	case ']':
		m.push(&pyList{})
	case ')':
		m.push(pyTuple(nil))
	case 'N':
		m.push(nil)
	case 0x88, 0x89: // NEWTRUE, NEWFALSE
		m.push(op == 0x88)
	case 'K', 'M': // BININT1, BININT2
		if n, err = m.number(int(op-'K')/2 + 1); err == nil {
			m.push(int64(n))
		}
	case 'J': // BININT
		if p, err = m.next(4); err == nil {
			m.push(int64(int32(binary.LittleEndian.Uint32(p))))
		}
	case 0x8a: // LONG1
		if p, err = m.counted(1); err == nil {
			err = m.long(p)
		}
	case 'G': // BINFLOAT
		if p, err = m.next(8); err == nil {
			m.push(math.Float64frombits(binary.BigEndian.Uint64(p)))
		}
	case 'U', 'C', 'T', 'B', 0x8e, 0x96: // strings of Python 2, bytes, byte arrays
		size := map[byte]int{'U': 1, 'C': 1, 'T': 4, 'B': 4, 0x8e: 8, 0x96: 8}[op]
		if p, err = m.counted(size); err == nil {
			m.push(p)
		}
	case 0x8c, 'X', 0x8d: // text
		if p, err = m.counted(map[byte]int{0x8c: 1, 'X': 4, 0x8d: 8}[op]); err == nil {
			m.push(string(p))
		}
	case 'q', 'r', 0x94: // BINPUT, LONG_BINPUT, MEMOIZE
		n = len(m.memo)
		if op != 0x94 {
			n, err = m.number(map[byte]int{'q': 1, 'r': 4}[op])
		}
		var v any
		if err == nil {
			v, err = m.top()
		}
		if _, ok := v.(pyMark); ok {
			err = errStack
		}
		if err == nil {
			m.memo[n] = v
		}
	case 'h', 'j': // BINGET, LONG_BINGET
		if n, err = m.number(map[byte]int{'h': 1, 'j': 4}[op]); err == nil {
			v, ok := m.memo[n]
			if !ok {
				return errStack
			}
			m.push(v)
		}
	case 't', 'a', 'e', 's', 'u', 0x85, 0x86, 0x87:
		err = m.collect(op)
	case 'c': // GLOBAL
		var module, name string
		if module, err = m.line(); err == nil {
			name, err = m.line()
		}
		if err == nil {
			err = m.global(module, name)
		}
	case 0x93: // STACK_GLOBAL
		name, e1 := m.pop()
		module, e2 := m.pop()
		a, ok1 := module.(string)
		b, ok2 := name.(string)
		if err = errors.Join(e1, e2); err == nil && !(ok1 && ok2) {
			err = errStack
		}
		if err == nil {
			err = m.global(a, b)
		}
	case 'R', 'b': // REDUCE, BUILD
		arg, e1 := m.pop()
		if e1 != nil {
			return e1
		}
		if op == 'b' {
			var v any
			if v, err = m.top(); err == nil {
				err = build(v, arg)
			}
			break
		}
		f, e2 := m.pop()
		if e2 != nil {
			return e2
		}
		var v any
		if v, err = call(f, arg); err == nil {
			m.push(v)
		}
	default:
		what := "0x" + strconv.FormatUint(uint64(op), 16)
		if op > ' ' && op < 0x7f {
			what = strconv.Quote(string(rune(op)))
		}
		err = fmt.Errorf("the operation %s is not read: this is no pickle of protocol 2 to 5 that has but dicts, lists, numbers, text and NumPy arrays", what)
	}
	return err
}

// long is a whole number of so many bytes.
func (m *unpickler) long(p []byte) error {
	if len(p) > 8 {
		return fmt.Errorf("a whole number of %d bytes is too large", len(p))
	}
	v := int64(0)
	for i := len(p) - 1; i >= 0; i-- {
		v = v<<8 | int64(p[i])
	}
	if k := 8 * len(p); k > 0 && k < 64 {
		v = v << (64 - k) >> (64 - k) // its sign
	}
	m.push(v)
	return nil
}

// collect makes tuples, and fills lists and dicts.
func (m *unpickler) collect(op byte) error {
	var items []any
	var err error
	switch op {
	case 0x85, 0x86, 0x87, 'a', 's':
		n := map[byte]int{0x85: 1, 0x86: 2, 0x87: 3, 'a': 1, 's': 2}[op]
		items = make([]any, n)
		for i := n - 1; i >= 0 && err == nil; i-- {
			items[i], err = m.pop()
		}
	default:
		items, err = m.since()
	}
	if err != nil {
		return err
	}
	switch op {
	case 't', 0x85, 0x86, 0x87:
		m.push(pyTuple(items))
		return nil
	}
	v, err := m.top()
	if err != nil {
		return err
	}
	switch to := v.(type) {
	case *pyList:
		if op == 'a' || op == 'e' {
			to.items = append(to.items, items...)
			return nil
		}
	case *pyDict:
		if (op == 's' || op == 'u') && len(items)%2 == 0 {
			for i := 0; i < len(items); i += 2 {
				to.keys, to.values = append(to.keys, items[i]), append(to.values, items[i+1])
			}
			return nil
		}
	}
	return errStack
}
