package asm

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"
)

func TestUnsigned(t *testing.T) {
	for x, want := range map[uint64][]byte{
		0: {0}, 1: {1}, 127: {0x7f}, 128: {0x80, 1}, 16383: {0xff, 0x7f}, 16384: {0x80, 0x80, 1},
		624485: {0xe5, 0x8e, 0x26}, math.MaxUint32: {0xff, 0xff, 0xff, 0xff, 0x0f},
	} {
		if got := Unsigned(nil, x); !bytes.Equal(got, want) {
			t.Errorf("%d: %x, want %x", x, got, want)
		}
		// encoding/binary's variable lengths are the same code.
		if got, _ := binary.Uvarint(Unsigned(nil, x)); got != x {
			t.Errorf("%d comes back as %d", x, got)
		}
	}
}

func TestSigned(t *testing.T) {
	for x, want := range map[int64][]byte{
		0: {0}, 1: {1}, -1: {0x7f}, 63: {0x3f}, 64: {0xc0, 0}, -64: {0x40}, -65: {0xbf, 0x7f}, 127: {0xff, 0},
		128: {0x80, 1}, -128: {0x80, 0x7f}, -123456: {0xc0, 0xbb, 0x78}, math.MinInt32: {0x80, 0x80, 0x80, 0x80, 0x78},
	} {
		if got := Signed([]byte{9}, x); !bytes.Equal(got, append([]byte{9}, want...)) {
			t.Errorf("%d: %x, want 09 %x", x, got, want)
		}
	}
}
