package main

// reader takes what it reads off the front of rest, and notes if that is too short.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) bytes(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.failed, r.rest = true, nil
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// number is a number without a sign in LEB128, signed one with a sign; -1 if it is longer
// than the 32 bits that WebAssembly 1.0 has for it.
func (r *reader) number() int { return r.leb128(false) }
func (r *reader) signed() int { return r.leb128(true) }

func (r *reader) leb128(sign bool) int {
	x := 0
	for shift := 0; shift < 35; shift += 7 {
		b := r.bytes(1)
		if r.failed {
			return -1
		}
		x |= int(b[0]&0x7f) << shift
		if b[0] < 0x80 {
			if sign && b[0]&0x40 != 0 {
				x -= 1 << (shift + 7)
			}
			return x
		}
	}
	r.failed = true
	return -1
}
