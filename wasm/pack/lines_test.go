package main

import (
	"bytes"
	"debug/elf"
	"debug/gosym"
	"encoding/binary"
	"errors"
	"os"
	"testing"
)

// ownTable is the table of functions of this test's program, which the linker writes alike
// for every processor, and where the program's code is.
func ownTable(t *testing.T) (content []byte, text uint64) {
	name, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := elf.Open(name)
	if err != nil {
		t.Skip("no program in ELF here: ", err)
	}
	defer program.Close()
	section := program.Section(".gopclntab")
	if section == nil || program.Class != elf.ELFCLASS64 || program.Machine != elf.EM_X86_64 {
		t.Skip("this program's table of functions is not that of a processor with 64 bits and instructions of any length")
	}
	if content, err = section.Data(); err != nil {
		t.Fatal(err)
	}
	return content, program.Section(".text").Addr
}

// TestWithoutLines: a table without lines finds the same functions, no lines, and keeps the
// tables by which stacks are unwound; doing it again changes nothing.
func TestWithoutLines(t *testing.T) {
	before, text := ownTable(t)
	after := append(bytes.Repeat([]byte{7}, 5), before...) // a table may begin anywhere
	if err := withoutLines(after); err != nil {
		t.Fatal(err)
	}
	after = after[5:]
	functions := func(content []byte) *gosym.Table {
		table, err := gosym.NewTable(nil, gosym.NewLineTable(content, text))
		if err != nil {
			t.Fatal(err)
		}
		return table
	}
	was, is := functions(before), functions(after)
	if len(was.Funcs) < 1000 || len(is.Funcs) != len(was.Funcs) {
		t.Fatalf("%d functions, then %d", len(was.Funcs), len(is.Funcs))
	}
	lines := 0
	for i, f := range was.Funcs {
		g := is.Funcs[i]
		if f.Name != g.Name || f.Entry != g.Entry || f.End != g.End {
			t.Fatalf("function %s from %x to %x became %s from %x to %x", f.Name, f.Entry, f.End, g.Name, g.Entry, g.End)
		}
		if _, line, _ := was.PCToLine(f.Entry); line > 0 {
			lines++
		}
		if file, line, _ := is.PCToLine(g.Entry); line > 0 {
			t.Fatalf("%s is still at line %d of %q", g.Name, line, file)
		}
	}
	if lines < 1000 {
		t.Errorf("only %d functions had a line before", lines)
	}

	old, ok1 := parse(before)
	new, ok2 := parse(after)
	if !ok1 || !ok2 {
		t.Fatal("no table")
	}
	for f := range old.count {
		at := binary.LittleEndian.Uint32(old.functions[8*f+4:])
		a, b := old.functions[at:], new.functions[at:]
		more := int(binary.LittleEndian.Uint32(a[tables:]))
		offsets := []int{tableSP}
		for i := range more {
			if i != unsafePoints && i != liveArgs {
				offsets = append(offsets, recordSize+4*i)
			}
		}
		for _, o := range offsets {
			p, q := binary.LittleEndian.Uint32(a[o:]), binary.LittleEndian.Uint32(b[o:])
			n := old.size(p)
			if p != q || !bytes.Equal(old.numbers[p:int(p)+n], new.numbers[p:int(p)+n]) {
				t.Fatalf("function %d lost its table at %d", f, o)
			}
		}
		// Maps of pointers, objects on the stack, inlined calls and deferred ones.
		from := recordSize + 4*more
		to := from + 4*min(int(a[funcdataLen]), argInfo)
		if !bytes.Equal(a[from:to], b[from:to]) {
			t.Fatalf("function %d lost data", f)
		}
	}
	again := bytes.Clone(after)
	if err := withoutLines(again); err != nil || !bytes.Equal(again, after) {
		t.Errorf("once more: %v, or another table", err)
	}
}

func TestWithoutLinesRefuses(t *testing.T) {
	good, _ := ownTable(t)
	t0, _ := parse(good)
	functions := len(good) - len(t0.functions)
	record := functions + int(binary.LittleEndian.Uint32(t0.functions[8+4:])) // of the second function
	for _, c := range []struct {
		name  string
		spoil func(b []byte) []byte
	}{
		{"none", func(b []byte) []byte { return b[:64] }},
		{"two", func(b []byte) []byte { return append(b, b...) }},
		{"another version", func(b []byte) []byte { b[0]++; return b }},
		{"parts in disorder", func(b []byte) []byte { b[8*5] = 1; clear(b[8*5+1 : 8*6]); return b }},
		{"a name that begins within one", func(b []byte) []byte { b[record+nameOff]++; return b }},
		{"a table of lines beyond all", func(b []byte) []byte { b[record+tableLine+3] = 0x7f; return b }},
		{"a table of the stack beyond all", func(b []byte) []byte { b[record+tableSP+3] = 0x7f; return b }},
		{"more tables than there are", func(b []byte) []byte { b[record+tables] = 200; return b }},
		{"a record beyond the end", func(b []byte) []byte { b[functions+7] = 0x7f; return b }},
	} {
		if err := withoutLines(c.spoil(bytes.Clone(good))); !errors.Is(err, errTable) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
