// Package assembly writes straight-line vector code for Go's assembler on amd64: it
// keeps values in registers, puts aside those that are needed last where there are too few, and
// reads operands from memory where an instruction can.
//
// Go's compiler reads every address of a vector by an instruction of its own and puts
// aside scalars with them; avo, the known generator, has no way to put values aside, which
// transforms of 5 points and more need on the 16 registers of AVX2.
package assembly

import (
	"fmt"
	"slices"

	"talbot/sim/fft/gen/dft"
)

// V is a value: a vector that an instruction or memory gives.
type V int

// Code collects instructions. It writes the arithmetic of package dft.
type Code struct {
	Width    int    // lanes: 8 (Y registers) or 16 (Z)
	Many     bool   // 32 registers, else 16
	Table    string // symbol of the constants, one vector each
	InPlace  bool   // what is written may lie where something was read: read it once, in order
	Spill    string // the register with the address of memory to put values aside
	ops      []op
	consts   []float32
	constant map[float32]V
}

// op is an instruction. Operands are in the order a, b, c of its meaning.
type op struct {
	kind kind
	name string // mnemonic
	imm  int    // -1: none
	mem  string // operand in memory
	args []V
}

type kind int

const (
	load    kind = iota // from memory, at any time
	fixed               // from memory, here
	binary              // name a, b
	swap                // binary, a and b in any order
	insert              // name mem's 128 bits into a
	fused               // a b + c or c - a b
	store               // a to memory
	element             // part of a to memory
)

func (c *Code) add(o op) V {
	c.ops = append(c.ops, o)
	return V(len(c.ops) - 1)
}

// Load is the vector at an address. Memory that is read is not written before it is
// needed last, unless InPlace is set.
func (c *Code) Load(mem string) V { return c.read("VMOVUPS", mem) }

// Broadcast is the number at an address in every lane.
func (c *Code) Broadcast(mem string) V { return c.read("VBROADCASTSS", mem) }

func (c *Code) read(name, mem string) V {
	k := load
	if c.InPlace {
		k = fixed
	}
	return c.add(op{kind: k, name: name, imm: -1, mem: mem})
}

// Constant is x in every lane.
func (c *Code) Constant(x float64) V {
	if v, ok := c.constant[float32(x)]; ok {
		return v
	}
	if c.constant == nil {
		c.constant = map[float32]V{}
	}
	at := slices.Index(c.consts, float32(x))
	if at < 0 {
		at, c.consts = len(c.consts), append(c.consts, float32(x))
	}
	v := c.add(op{kind: load, name: "VMOVUPS", imm: -1, mem: fmt.Sprintf("%s<>+%d(SB)", c.Table, 4*c.Width*at)})
	c.constant[float32(x)] = v
	return v
}

func (c *Code) Add(a, b V) V { return c.add(op{kind: swap, name: "VADDPS", imm: -1, args: []V{a, b}}) }
func (c *Code) Sub(a, b V) V {
	return c.add(op{kind: binary, name: "VSUBPS", imm: -1, args: []V{a, b}})
}
func (c *Code) Mul(a, b V) V { return c.add(op{kind: swap, name: "VMULPS", imm: -1, args: []V{a, b}}) }

// MulAdd is a b + d, MulSub d - a b.
func (c *Code) MulAdd(a, b, d V) V {
	return c.add(op{kind: fused, name: "VFMADD", imm: -1, args: []V{a, b, d}})
}
func (c *Code) MulSub(a, b, d V) V {
	return c.add(op{kind: fused, name: "VFNMADD", imm: -1, args: []V{a, b, d}})
}

// Turn is a times the constant re + i im.
func (c *Code) Turn(a dft.Complex[V], re, im float64) dft.Complex[V] {
	return c.Times(a, dft.Complex[V]{Re: c.Constant(re), Im: c.Constant(im)})
}

// Times is a w.
func (c *Code) Times(a, w dft.Complex[V]) dft.Complex[V] {
	return dft.Complex[V]{Re: c.MulSub(a.Im, w.Im, c.Mul(a.Re, w.Re)), Im: c.MulAdd(a.Re, w.Im, c.Mul(a.Im, w.Re))}
}

// Shuffle is an instruction of two vectors, the first of Intel's operands first, with a
// constant unless it is negative.
func (c *Code) Shuffle(name string, imm int, a, b V) V {
	return c.add(op{kind: binary, name: name, imm: imm, args: []V{a, b}})
}

// Insert is a with the 128 bits at an address in its upper half.
func (c *Code) Insert(a V, mem string) V {
	return c.add(op{kind: insert, name: "VINSERTF128", imm: 1, mem: mem, args: []V{a}})
}

// Store writes a vector, StoreLow and StoreHigh the halves of one.
func (c *Code) Store(a V, mem string) {
	c.add(op{kind: store, name: "VMOVUPS", imm: -1, mem: mem, args: []V{a}})
}

// LoadHalf is the 128 bits at an address, 0 above.
func (c *Code) LoadHalf(mem string) V { return c.read("VMOVUPS.X", mem) }

// StoreLow writes the lower 128 bits of a vector, StoreHigh the upper.
func (c *Code) StoreLow(a V, mem string) {
	c.add(op{kind: element, name: "VMOVUPS", imm: -1, mem: mem, args: []V{a}})
}
func (c *Code) StoreHigh(a V, mem string) {
	c.add(op{kind: element, name: "VEXTRACTF128", imm: 1, mem: mem, args: []V{a}})
}

// Restart drops the instructions and keeps the constants, for more text of the same function.
func (c *Code) Restart() { c.ops, c.constant = nil, nil }
