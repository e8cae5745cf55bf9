package npy

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A header is a Python dictionary with exactly the keys descr, fortran_order and
// shape, in any order and with any quotes and spaces: what numpy.load takes.
type header struct {
	descr   string
	fortran bool
	shape   []int
}

const (
	maxDims = 32
	damaged = "its header is damaged, or it is not a plain array: save it with numpy.save"
)

// literal reads Python's notation for text, truth, numbers and tuples of them. What
// fails leaves bad set.
type literal struct {
	rest string
	bad  bool
}

// next takes c if it comes next, past white space.
func (l *literal) next(c string) bool {
	l.rest = strings.TrimLeft(l.rest, " \t\r\n\f")
	rest, ok := strings.CutPrefix(l.rest, c)
	l.rest = rest
	return ok
}

func (l *literal) want(c string) { l.bad = !l.next(c) || l.bad }

// text reads a string in either kind of quotes, without escapes.
func (l *literal) text() string {
	for _, quote := range []string{"'", `"`} {
		if !l.next(quote) {
			continue
		}
		if text, rest, ok := strings.Cut(l.rest, quote); ok && !strings.ContainsAny(text, "\\\n") {
			l.rest = rest
			return text
		}
	}
	l.bad = true
	return ""
}

// tuple reads whole numbers in brackets; Python 2 wrote 3L for 3.
func (l *literal) tuple() (list []int) {
	l.want("(")
	for comma := true; !l.bad && !l.next(")"); {
		digits := len(l.rest) - len(strings.TrimLeft(l.rest, "0123456789"))
		n, err := strconv.ParseInt(l.rest[:digits], 10, 63)
		if err != nil || !comma || len(list) == maxDims {
			l.bad = true
			return nil
		}
		if l.rest = l.rest[digits:]; l.rest != "" && l.rest[0] == 'L' {
			l.rest = l.rest[1:]
		}
		list = append(list, int(n))
		if comma = l.next(","); !comma && len(list) == 1 {
			l.bad = true // (3) is no tuple
		}
	}
	return list
}

func parseHeader(text string) (h header, err error) {
	l := &literal{rest: text}
	has := map[string]bool{}
	l.want("{")
	for comma := true; !l.bad && !l.next("}"); comma = l.next(",") {
		key := l.text()
		l.want(":")
		has[key] = true
		switch {
		case l.bad || !comma:
			l.bad = true
		case key == "descr":
			if l.next("[") || l.next("(") {
				return h, fmt.Errorf("its values are records of several fields: save one field of it, a['name']")
			}
			h.descr = l.text()
		case key == "fortran_order":
			h.fortran = l.next("True")
			l.bad = !h.fortran && !l.next("False")
		case key == "shape":
			h.shape = l.tuple()
		default:
			l.bad = true
		}
	}
	if l.bad || len(has) != 3 || strings.TrimRight(l.rest, " \t\r\n\f\x00") != "" {
		return h, fmt.Errorf(damaged)
	}
	return h, nil
}

// count is the number of values of a shape, or -1 if no array can have so many.
func count(shape []int) int {
	n := 1
	for _, d := range shape {
		if d != 0 && n > math.MaxInt/64/d {
			return -1
		}
		n *= d
	}
	return n
}

// words are NumPy's names of types, by kind and bytes, and by letter.
var words = map[string]string{
	"bool": "b1", "int8": "i1", "int16": "i2", "int32": "i4", "int64": "i8", "uint8": "u1", "uint16": "u2", "uint32": "u4", "uint64": "u8",
	"float16": "f2", "float32": "f4", "float64": "f8", "complex64": "c8", "complex128": "c16",
	"?": "b1", "b": "i1", "h": "i2", "i": "i4", "q": "i8", "B": "u1", "H": "u2", "I": "u4", "Q": "u8", "e": "f2", "f": "f4", "d": "f8", "F": "c8", "D": "c16",
}

// names are the types that there are, by kind and bytes.
var names = map[string]string{
	"b1": "bool", "i1": "int8", "i2": "int16", "i4": "int32", "i8": "int64", "u1": "uint8", "u2": "uint16", "u4": "uint32", "u8": "uint64",
	"f2": "float16", "f4": "float32", "f8": "float64", "c8": "complex64", "c16": "complex128",
}

// parseType reads the text of a type, such as <f4, =f8, |b1 or float64.
func parseType(descr string) (kind byte, size int, big bool, err error) {
	code := strings.TrimLeft(descr, "<>=|")
	if len(descr)-len(code) > 1 {
		return 0, 0, false, fmt.Errorf(damaged)
	}
	big = strings.HasPrefix(descr, ">")
	if short, ok := words[code]; ok {
		code = short
	}
	if _, ok := names[code]; !ok && (code == "" || code[0] != 'U' && code[0] != 'S') {
		switch {
		case strings.HasPrefix(code, "O"):
			err = fmt.Errorf("its values are Python objects (a pickle), which talbot does not open: save numbers, with a.astype('float32')")
		case strings.HasPrefix(code, "M") || strings.HasPrefix(code, "m"):
			err = fmt.Errorf("its values are dates or times (%s), not numbers", descr)
		default:
			err = fmt.Errorf("its values have NumPy type %q: convert it with a.astype('float64')", descr)
		}
		return 0, 0, false, err
	}
	size, err = strconv.Atoi(code[1:])
	if err != nil || size < 0 || size > 1<<24 {
		return 0, 0, false, fmt.Errorf(damaged)
	}
	if code[0] == 'U' {
		size *= 4
	}
	return code[0], size, big, nil
}
