package own

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// What a pickle is made of: see unpickle.
type (
	pyList  struct{ items []any }
	pyTuple []any
	pyDict  struct{ keys, values []any }
	pyName  struct{ module, name string } // of a class or function
	pyMark  struct{}
	pyType  struct { // a NumPy dtype
		kind string // such as "u1", "i8"
		big  bool
	}
	pyArray struct {
		shape []int
		kind  pyType
		data  []byte
		turn  bool // in Fortran's order
		set   bool // it has been filled
	}
)

// get is the value of a key, as text or bytes; nil where there is none.
func (d *pyDict) get(key string) any {
	for i, k := range d.keys {
		if s, ok := k.(string); ok && s == key {
			return d.values[i]
		}
		if s, ok := k.([]byte); ok && string(s) == key {
			return d.values[i]
		}
	}
	return nil
}

// global is a class or function that is known.
func (m *unpickler) global(module, name string) error {
	switch full := strings.Replace(module, "numpy._core", "numpy.core", 1) + "." + name; full {
	case "numpy.core.multiarray._reconstruct", "numpy.core.numeric._frombuffer", "numpy.ndarray", "numpy.dtype", "_codecs.encode":
		m.push(pyName{module, name})
		return nil
	}
	return fmt.Errorf("it asks for %q of the module %q, which is not run: a pickle may have but dicts, lists, numbers, text and NumPy arrays", name, module)
}

// call makes an array, a dtype, or the bytes of a text.
func call(f, arg any) (any, error) {
	name, ok := f.(pyName)
	args, ok2 := arg.(pyTuple)
	if !ok || !ok2 {
		return nil, errStack
	}
	switch {
	case name.name == "_reconstruct" && len(args) == 3:
		if of, ok := args[0].(pyName); !ok || of.name != "ndarray" {
			return nil, errStack
		}
		return &pyArray{}, nil
	case name.name == "_frombuffer" && len(args) == 4:
		order, ok := words(args[3])
		if !ok || order != "C" && order != "F" {
			return nil, errStack
		}
		a := &pyArray{}
		return a, a.fill(args[2], args[1], order == "F", args[0])
	case name.name == "dtype" && len(args) >= 1:
		kind, ok := words(args[0])
		if !ok {
			return nil, errStack
		}
		return &pyType{kind: kind}, nil
	case name.name == "encode" && len(args) == 2:
		text, ok := args[0].(string)
		by, ok2 := words(args[1])
		if !ok || !ok2 || by != "latin1" && by != "latin-1" {
			return nil, errStack
		}
		b := make([]byte, 0, len(text))
		for _, r := range text {
			if r > 0xff {
				return nil, errStack
			}
			b = append(b, byte(r))
		}
		return b, nil
	}
	return nil, errStack
}

// words is text or the bytes of a text.
func words(v any) (string, bool) {
	switch s := v.(type) {
	case string:
		return s, true
	case []byte:
		return string(s), true
	}
	return "", false
}

// build fills an array, or says how the numbers of a dtype lie.
func build(v, state any) error {
	s, ok := state.(pyTuple)
	if !ok {
		return errStack
	}
	switch to := v.(type) {
	case *pyType:
		if len(s) < 2 {
			return errStack
		}
		order, ok := words(s[1])
		to.big = order == ">"
		if !ok {
			return errStack
		}
		return nil
	case *pyArray:
		if len(s) != 5 || to.set {
			return errStack
		}
		turn, ok := s[3].(bool)
		if !ok {
			return errStack
		}
		return to.fill(s[1], s[2], turn, s[4])
	}
	return errStack
}

// fill gives an array its shape, a tuple, its type and its bytes.
func (to *pyArray) fill(shape, kind any, turn bool, content any) error {
	sides, ok1 := shape.(pyTuple)
	of, ok2 := kind.(*pyType)
	if !ok1 || !ok2 {
		return errStack
	}
	b, ok := content.([]byte)
	if !ok {
		return errors.New("it has an array of Python objects: save numbers")
	}
	count := 1
	for _, d := range sides {
		n, ok := d.(int64)
		if !ok || n < 0 || n > 1<<31 || count > 0 && n > int64(1<<40/count) {
			return errStack
		}
		to.shape = append(to.shape, int(n))
		count *= int(n)
	}
	width, err := strconv.Atoi(strings.TrimLeft(of.kind, "biuf"))
	if err != nil || width < 1 || width > 8 {
		return fmt.Errorf("it has an array of type %q: want bytes or whole numbers", of.kind)
	}
	if count*width != len(b) {
		return fmt.Errorf("it has an array of shape %v and %d bytes: the file is damaged", to.shape, len(b))
	}
	to.kind, to.turn, to.data, to.set = *of, turn, b, true
	return nil
}

// whole are the numbers of an array of whole numbers, or of a list.
func whole(v any) ([]int, error) {
	switch x := v.(type) {
	case *pyList:
		list := make([]int, len(x.items))
		for i, item := range x.items {
			n, ok := item.(int64)
			if !ok || n < -1<<31 || n > 1<<31 {
				return nil, fmt.Errorf("item %d is no whole number", i)
			}
			list[i] = int(n)
		}
		return list, nil
	case *pyArray:
		k := x.kind.kind
		if !x.set || len(x.shape) != 1 || k == "" || k[0] != 'i' && k[0] != 'u' {
			return nil, errors.New("want an array of whole numbers in one dimension")
		}
		width := len(x.data) / max(x.shape[0], 1)
		list := make([]int, x.shape[0])
		for i := range list {
			v := uint64(0)
			for j := range width {
				at := i*width + width - 1 - j
				if x.kind.big {
					at = i*width + j
				}
				v = v<<8 | uint64(x.data[at])
			}
			n := int64(v)
			if k[0] == 'i' {
				n = n << (64 - 8*width) >> (64 - 8*width)
			}
			if n < -1<<31 || n > 1<<31 {
				return nil, fmt.Errorf("number %d is too large", i)
			}
			list[i] = int(n)
		}
		return list, nil
	}
	return nil, errors.New("want a list of whole numbers")
}
