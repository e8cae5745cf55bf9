// Package errs builds error texts without package fmt.
//
// The browser's engine (wasm/worker) links everything in sim that it reaches,
// and fmt alone adds about 170 KB gzip to it. So sim joins its error texts here.
package errs

import "strconv"

type text struct {
	msg   string
	cause error
}

func (t *text) Error() string { return t.msg }
func (t *text) Unwrap() error { return t.cause }

// New joins parts into an error: strings as they are, numbers in decimal, and
// errors by their text. The last error among the parts is what Unwrap returns.
// It panics for a part of any other type.
func New(parts ...any) error {
	t := new(text)
	for _, part := range parts {
		switch v := part.(type) {
		case string:
			t.msg += v
		case int:
			t.msg += strconv.Itoa(v)
		case float64:
			t.msg += Float(v)
		case float32:
			t.msg += Float(float64(v))
		case error:
			t.msg += v.Error()
			t.cause = v
		default:
			panic("errs: part is not a string, int, float or error")
		}
	}
	return t
}

// Float formats v with at most six significant digits, as a person would.
func Float(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }
