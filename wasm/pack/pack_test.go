package main

import (
	"bytes"
	"errors"
	"testing"
)

// module is one with a custom section, this section of data and a custom section.
func module(section string) string {
	return header + "\x00\x03\x02hi" + "\x0b" + string(rune(len(section))) + section + "\x00\x02\x01z"
}

func TestPack(t *testing.T) {
	for _, c := range []struct{ name, section, want string }{
		{"nothing", "\x00", "\x00"},
		{"one segment", "\x01\x00\x41\x05\x0b\x02ab", "\x01\x00\x41\x05\x0b\x02ab"},
		{"three in disorder", "\x03\x00\x41\x08\x0b\x01c\x00\x41\x02\x0b\x02ab\x00\x41\x09\x0b\x02de", "\x01\x00\x41\x02\x0b\x09ab\x00\x00\x00\x00cde"},
		{"a place of two bytes", "\x02\x00\x41\xc2\x00\x0b\x01b\x00\x41\x3f\x0b\x01a", "\x01\x00\x41\x3f\x0b\x04a\x00\x00b"},
		{"an empty one", "\x02\x00\x41\x01\x0b\x01a\x00\x41\x04\x0b\x00", "\x01\x00\x41\x01\x0b\x03a\x00\x00"},
	} {
		got, err := pack([]byte(module(c.section)), nil)
		if err != nil || string(got) != module(c.want) {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, module(c.want))
		}
		again, err := pack(got, nil)
		if err != nil || !bytes.Equal(again, got) {
			t.Errorf("%s: packed twice %q, %v", c.name, again, err)
		}
	}
}

func TestPackRefuses(t *testing.T) {
	for _, c := range []struct {
		name, module string
		want         error
	}{
		{"empty file", "", errShort},
		{"another version", "\x00asm\x02\x00\x00\x00", errShort},
		{"a section cut off", header + "\x00\x03\x02h", errShort},
		{"a section without size", header + "\x00", errShort},
		{"a size of six bytes", header + "\x00\x80\x80\x80\x80\x80\x00", errShort},
		{"a segment too few", module("\x02\x00\x41\x05\x0b\x01a"), errShort},
		{"a segment cut off", module("\x01\x00\x41\x05\x0b\x03ab"), errShort},
		{"a place cut off", module("\x01\x00\x41"), errShort},
		{"bytes after the last segment", module("\x01\x00\x41\x05\x0b\x01ab"), errShort},
		{"a segment for memory.init", module("\x01\x01\x02ab"), errSegment},
		{"a place that is a global", module("\x01\x00\x23\x00\x0b\x01a"), errSegment},
		{"a negative place", module("\x01\x00\x41\x7f\x0b\x01a"), errSegment},
		{"a place beyond 1 GiB", module("\x01\x00\x41\x80\x80\x80\x80\x04\x0b\x01a"), errSegment},
		{"an overlap", module("\x02\x00\x41\x05\x0b\x02ab\x00\x41\x06\x0b\x01c"), errOverlap},
	} {
		if got, err := pack([]byte(c.module), nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %q, %v; want %v", c.name, got, err, c.want)
		}
	}
}
