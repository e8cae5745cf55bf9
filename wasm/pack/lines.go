package main

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// The table that Go's runtime finds functions by, as cmd/link writes it since Go 1.20 (see
// runtime.pcHeader and runtime._func): a header of 72 bytes; names of functions; for each
// compilation unit the places of its files' names; these names; tables that give a number
// for each range of program counters; and at last, for each function, where it begins and
// its record, whose 11 numbers of 32 bits and two lists name tables of the others.
const (
	headerSize = 72
	recordSize = 44

	// Numbers of a record, by their offset.
	nameOff     = 4
	tableSP     = 16
	tableFile   = 20
	tableLine   = 24
	tables      = 28 // how many more there are
	unitOff     = 32
	startLine   = 36
	funcdataLen = 43 // a byte

	// Tables by number that only preemption by signals reads, which WebAssembly lacks, and
	// the printing of arguments; the data of a function that it also reads.
	unsafePoints = 0
	liveArgs     = 3
	argInfo      = 5
	liveArgInfo  = 6
	noData       = 0xffffffff
)

var magic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

var errTable = errors.New("has no table of functions as Go 1.26 writes it: Go's linker has changed, and this program must follow")

// withoutLines takes out of memory, in place, what only tells where in which file of Go a
// program counter is: 30 kB of gzip in worker.wasm. A panic still names its functions and
// the offset in each, but "?:0" for a line. What unwinding, the garbage collector and
// recover need stays, as do all places, so that nothing has to be moved: what is out is zero.
func withoutLines(memory []byte) error {
	found := false
	for from := 0; ; {
		at := bytes.Index(memory[from:], magic)
		if at < 0 {
			break
		}
		// Constants of the runtime look alike: a table says of itself where its parts are.
		if t, ok := parse(memory[from+at:]); ok {
			if found {
				return errTable
			}
			found = true
			if !t.strip() {
				return errTable
			}
		}
		from += at + 1
	}
	if !found {
		return errTable
	}
	return nil
}

// table is one that was found: its parts, which are memory's.
type table struct {
	names, units, files, numbers, functions []byte
	count                                   int
}

func parse(b []byte) (t table, ok bool) {
	if len(b) < headerSize {
		return t, false
	}
	word := func(i int) int { return int(min(binary.LittleEndian.Uint64(b[8*i:]), most)) }
	names, units, files, numbers, functions := word(4), word(5), word(6), word(7), word(8)
	t.count = word(1)
	if names != headerSize || units < names || files < units || numbers < files || functions < numbers || functions+8*t.count > len(b) || t.count == 0 {
		return t, false
	}
	t.names, t.units, t.files, t.numbers, t.functions = b[names:units], b[units:files], b[files:numbers], b[numbers:functions], b[functions:]
	return t, true
}

// strip takes lines out; false if something is not where it should be, memory being spoilt.
func (t table) strip() bool {
	kept := make([]bool, len(t.numbers))
	if len(kept) == 0 {
		return false
	}
	kept[0] = true // no table begins there
	keep := func(at uint32) bool {
		n := t.size(at)
		for i := range n {
			kept[int(at)+i] = true
		}
		return at == 0 || n > 0
	}
	for f := range t.count {
		at := int(binary.LittleEndian.Uint32(t.functions[8*f+4:]))
		if at+recordSize > len(t.functions) {
			return false
		}
		record := t.functions[at:]
		more, data := int(binary.LittleEndian.Uint32(record[tables:])), int(record[funcdataLen])
		name := int(binary.LittleEndian.Uint32(record[nameOff:]))
		if more > 16 || recordSize+4*(more+data) > len(record) || name >= len(t.names) || name > 0 && t.names[name-1] != 0 {
			return false
		}
		for _, n := range []int{tableFile, tableLine} {
			if at := binary.LittleEndian.Uint32(record[n:]); at != 0 && t.size(at) == 0 {
				return false
			}
		}
		for _, n := range []int{tableFile, tableLine, unitOff, startLine} {
			clear(record[n : n+4])
		}
		if !keep(binary.LittleEndian.Uint32(record[tableSP:])) {
			return false
		}
		for i := range more {
			entry := record[recordSize+4*i:]
			if i == unsafePoints || i == liveArgs {
				clear(entry[:4])
			}
			if !keep(binary.LittleEndian.Uint32(entry)) {
				return false
			}
		}
		for i := range data {
			if i == argInfo || i == liveArgInfo {
				binary.LittleEndian.PutUint32(record[recordSize+4*(more+i):], noData)
			}
		}
	}
	for i, k := range kept {
		if !k {
			t.numbers[i] = 0
		}
	}
	clear(t.units)
	clear(t.files)
	return true
}

// size is how many bytes the table of numbers at this place takes; 0 if it has no end. Pairs
// of numbers in LEB128, by how much the value and the counter change, go to a change of 0
// that is not the first.
func (t table) size(at uint32) int {
	if int(at) >= len(t.numbers) || at == 0 {
		return 0
	}
	r := reader{rest: t.numbers[at:]}
	for first := true; ; first = false {
		change := r.number()
		if !r.failed && change == 0 && !first {
			return len(t.numbers) - int(at) - len(r.rest)
		}
		r.number()
		if r.failed {
			return 0
		}
	}
}
