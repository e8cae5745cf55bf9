package main

import (
	"bytes"
	"cmp"
	"errors"
	"slices"

	"talbot/sim/fft/wasmgen/asm"
)

// The binary format of WebAssembly 1.0, https://www.w3.org/TR/wasm-core-1/#binary-modules.
const (
	header   = "\x00asm\x01\x00\x00\x00"
	data     = 11   // the section of data
	constI32 = 0x41 // pushes the number after it
	end      = 0x0b // ends an expression
)

// most is how many bytes of memory a module may fill: 1 GiB, far more than any of ours.
const most = 1 << 30

var (
	errShort   = errors.New("is cut off, or no module of WebAssembly 1.0")
	errSegment = errors.New("has data whose place is no constant below 1 GiB: Go's linker has changed, and this program must follow")
	errOverlap = errors.New("has data that overlap: Go's linker has changed, and this program must follow")
)

// pack is module with its data in one segment, after change, which may be nil, has seen them
// as they will be in memory.
func pack(module []byte, change func(memory []byte) error) ([]byte, error) {
	if !bytes.HasPrefix(module, []byte(header)) {
		return nil, errShort
	}
	packed := append(make([]byte, 0, 2*len(module)), header...)
	for r := (reader{rest: module[len(header):]}); len(r.rest) > 0; {
		id := r.bytes(1)
		section := r.bytes(r.number())
		if r.failed {
			return nil, errShort
		}
		if id[0] == data {
			segments, err := read(section)
			if err == nil {
				section, err = joined(segments, change)
			}
			if err != nil {
				return nil, err
			}
		}
		packed = asm.Unsigned(append(packed, id...), uint64(len(section)))
		packed = append(packed, section...)
	}
	return packed, nil
}

// segment is what memory holds from address at on.
type segment struct {
	at      int
	content []byte
}

// read is the segments of a section of data.
func read(section []byte) ([]segment, error) {
	r := reader{rest: section}
	var list []segment
	for n := r.number(); len(list) < n && !r.failed; {
		kind, push := r.number(), r.number()
		s := segment{at: r.signed()}
		if r.number() != end || kind != 0 || push != constI32 || s.at < 0 {
			if r.failed {
				return nil, errShort
			}
			return nil, errSegment
		}
		s.content = r.bytes(r.number())
		if s.at+len(s.content) > most {
			return nil, errSegment
		}
		list = append(list, s)
	}
	if r.failed || len(r.rest) > 0 {
		return nil, errShort
	}
	return list, nil
}

// joined is a section of data with one segment that holds all these, and zeros between
// them, as memory does before a module fills it.
func joined(segments []segment, change func(memory []byte) error) ([]byte, error) {
	if len(segments) == 0 {
		return []byte{0}, nil
	}
	slices.SortFunc(segments, func(a, b segment) int { return cmp.Compare(a.at, b.at) })
	var content []byte
	first := segments[0].at
	for _, s := range segments {
		gap := s.at - first - len(content)
		if gap < 0 {
			return nil, errOverlap
		}
		content = append(append(content, make([]byte, gap)...), s.content...)
	}
	if change != nil {
		if err := change(content); err != nil {
			return nil, err
		}
	}
	section := append(asm.Signed([]byte{1, 0, constI32}, int64(first)), end)
	return append(asm.Unsigned(section, uint64(len(content))), content...), nil
}
