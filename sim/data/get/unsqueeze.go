package get

import (
	"bytes"
	"encoding/binary"
	"errors"
)

var errSqueezed = errors.New("it is damaged")

// unsqueeze unpacks what Debian's bible-kjv-text has: a head with the places of windows, each of which is compressed by
// itself as compress(1) does, by LZW with codes of 9 to 16 bits. The head of the first window alone is there, 1f 9d and the flags.
func unsqueeze(b []byte) ([]byte, error) {
	const ends = 0x54 // of the head: numbers of windows, where they begin, their places
	if len(b) < ends+12 || !bytes.HasPrefix(b, []byte("EC02")) {
		return nil, errSqueezed
	}
	word := func(at int) int { return int(binary.BigEndian.Uint32(b[at:])) }
	windows, from := word(ends+4), word(ends+8)
	at := ends + 12
	if windows < 1 || windows > 1<<16 || at+4*windows > len(b) {
		return nil, errSqueezed
	}
	var out []byte
	for i := range windows {
		to := word(at + 4*i)
		if from < 0 || to < from || to > len(b) {
			return nil, errSqueezed
		}
		var err error
		if out, err = lzw(out, b[from:to]); err != nil {
			return nil, err
		}
		from = to
	}
	return out, nil
}

// lzw appends to out what codes stand for (Welch, "A technique for high-performance data compression", IEEE Computer 17,
// 1984), the lowest bit first. Code 256 begins anew. Codes come in groups of eight; the rest of a group is left out where
// their width changes.
func lzw(out, in []byte) ([]byte, error) {
	const most, first, anew = 16, 9, 256
	var prefix [1 << most]uint16
	var suffix [1 << most]byte
	bits, end, prev, final := first, anew, -1, byte(0)
	at, group := 0, 0 // in bits
	skip := func() {
		size := 8 * bits
		at = group + (at-group+size-1)/size*size
		group = at
	}
	var stack []byte
	for {
		if end >= 1<<bits-1 && bits < most {
			skip()
			bits++
		}
		if at+bits > 8*len(in) {
			return out, nil
		}
		code := 0
		for i := range bits {
			code |= int(in[(at+i)/8]>>((at+i)%8)&1) << i
		}
		at += bits
		switch {
		case prev < 0:
			if code > 255 {
				return out, errSqueezed
			}
			prev, final = code, byte(code)
			out = append(out, final)
			continue
		case code == anew:
			skip()
			bits, end = first, anew-1
			continue
		}
		stack, now := stack[:0], code
		if code > end {
			if code != end+1 || prev > end {
				return out, errSqueezed
			}
			stack, code = append(stack, final), prev
		}
		for code > 255 {
			stack, code = append(stack, suffix[code]), int(prefix[code])
		}
		final = byte(code)
		if end < 1<<bits-1 {
			end++
			prefix[end], suffix[end] = uint16(prev), final
		}
		prev = now
		out = append(out, final)
		for i := len(stack) - 1; i >= 0; i-- {
			out = append(out, stack[i])
		}
	}
}
