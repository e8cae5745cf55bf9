package get

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// squeeze is what unsqueeze undoes, for one window: LZW that begins anew when its table is full.
func squeeze(text []byte, most int) []byte {
	var out []byte
	bits, at, group := 9, 0, 0
	put := func(code int) {
		for i := range bits {
			for at/8 >= len(out) {
				out = append(out, 0)
			}
			out[at/8] |= byte(code>>i&1) << (at % 8)
			at++
		}
	}
	skip := func() {
		for (at-group)%(8*bits) != 0 {
			at++
		}
		for len(out) < at/8 {
			out = append(out, 0)
		}
		group = at
	}
	table := map[[2]int]int{}
	end, code := 256, int(text[0])
	// The decoder is one entry behind.
	for _, b := range text[1:] {
		if next, ok := table[[2]int{code, int(b)}]; ok {
			code = next
			continue
		}
		put(code)
		if end < most {
			end++
			table[[2]int{code, int(b)}] = end
		}
		if end > 1<<bits-1 && bits < 16 {
			skip()
			bits++
		}
		code = int(b)
		if end == most {
			put(code)
			put(256)
			skip()
			bits, end = 9, 256
			clear(table)
			code = -1
		}
		if code < 0 {
			break
		}
	}
	if code >= 0 {
		put(code)
	}
	head := append([]byte("EC02"), make([]byte, 0x50)...)
	begin := 0x60 + 4 + 3
	head = binary.BigEndian.AppendUint32(head, 0x10000)
	head = binary.BigEndian.AppendUint32(head, 1)
	head = binary.BigEndian.AppendUint32(head, uint32(begin))
	head = binary.BigEndian.AppendUint32(head, uint32(begin+len(out)))
	return append(append(head, 0x1f, 0x9d, 0x90), out...)
}

// What was squeezed comes back, over changes of the width of codes; what is damaged is an error.
func TestUnsqueeze(t *testing.T) {
	var text []byte
	x := uint32(1)
	for i := range 5000 {
		x = x*1664525 + 1013904223
		text = append(text, byte(x>>28)+'a', byte(i%7)+'a')
	}
	b := squeeze(text, 1<<20)
	got, err := unsqueeze(b)
	if err != nil || !bytes.Equal(got, text) {
		n := 0
		for n < min(len(got), len(text)) && got[n] == text[n] {
			n++
		}
		t.Errorf("%d bytes come back as %d, right up to %d: %v", len(text), len(got), n, err)
	}
	for _, wrong := range [][]byte{nil, []byte("EC02"), b[:0x60], append([]byte("EC03"), b[4:]...), b[:len(b)-100]} {
		if _, err := unsqueeze(wrong); err == nil {
			t.Errorf("%d bytes are taken", len(wrong))
		}
	}
}
