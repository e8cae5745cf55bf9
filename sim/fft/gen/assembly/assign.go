package assembly

import (
	"fmt"
	"math"
	"strings"
)

// assignment gives registers to the values of straight-line code: what is in a register
// when, and where else it can be read.
type assignment struct {
	*Code
	out   strings.Builder
	uses  [][]int         // of each value, the instructions that need it and are to come
	in    map[V]int       // register
	holds []V             // of each register; -1: free
	home  map[V]string    // address of values that memory has too
	slots map[string]bool // addresses for values put aside; true: taken
	order []string        // of slots
}

// Assign writes the instructions, with registers, and says how many bytes it needs at the address
// in Spill.
func (c *Code) Assign() (text string, bytes int) {
	registers := 16
	if c.Many {
		registers = 32
	}
	a := &assignment{Code: c, uses: make([][]int, len(c.ops)), in: map[V]int{}, home: map[V]string{}, slots: map[string]bool{}}
	for range registers {
		a.holds = append(a.holds, -1)
	}
	needed := c.needed()
	for i, o := range c.ops {
		for _, v := range o.args {
			if needed[i] {
				a.uses[v] = append(a.uses[v], i)
			}
		}
	}
	for i := range c.ops {
		if needed[i] {
			a.write(i)
		}
	}
	return a.out.String(), 4 * c.Width * len(a.order)
}

// needed tells which instructions something that is stored depends on.
func (c *Code) needed() []bool {
	n := make([]bool, len(c.ops))
	for i := len(c.ops) - 1; i >= 0; i-- {
		o := &c.ops[i]
		n[i] = n[i] || o.kind == store || o.kind == element
		for _, v := range o.args {
			n[v] = n[v] || n[i]
		}
	}
	return n
}

// write writes instruction i.
func (a *assignment) write(i int) {
	o := &a.ops[i]
	switch o.kind {
	case load: // when it is needed
		if o.name == "VMOVUPS" {
			a.home[V(i)] = o.mem
		}
	case fixed:
		a.place(V(i), i, nil)
		a.read(V(i))
	case store, element:
		v := o.args[0]
		a.get(v, i, nil)
		a.done(i)
		size := a.Width
		if o.kind == element {
			size = 4
			if o.name == "VEXTRACTF128" {
				size = a.Width
			}
		}
		a.emit(o.name, o.imm, register(size, a.lastIn(v)), o.mem)
		a.release(i)
	case insert:
		a.get(o.args[0], i, nil)
		r := a.lastIn(o.args[0])
		a.done(i)
		a.release(i)
		d := a.place(V(i), i, nil)
		a.emit(o.name, o.imm, o.mem, a.reg(r), a.reg(d))
	case swap, binary:
		a.two(i, o)
	case fused:
		a.three(i, o)
	}
}

// two writes name b, a -> d, of which b may be in memory.
func (a *assignment) two(i int, o *op) {
	x, y := o.args[0], o.args[1]
	if o.kind == swap && !a.foldable(y, i) && a.foldable(x, i) {
		x, y = y, x
	}
	a.get(x, i, []V{y})
	second := ""
	if a.foldable(y, i) && x != y {
		second = a.home[y]
	} else {
		a.get(y, i, []V{x})
		second = a.reg(a.lastIn(y))
	}
	first := a.reg(a.lastIn(x))
	a.done(i)
	a.release(i)
	d := a.place(V(i), i, nil)
	a.emit(o.name, o.imm, second, first, a.reg(d))
}

// three writes a b + c into the register of an operand that is not needed any more.
func (a *assignment) three(i int, o *op) {
	x, y, z := o.args[0], o.args[1], o.args[2]
	if !a.foldable(y, i) && a.foldable(x, i) {
		x, y = y, x
	}
	a.get(x, i, []V{y, z})
	memory := a.foldable(y, i)
	if !memory {
		a.get(y, i, []V{x, z})
	}
	last := func(v V) bool { return len(a.uses[v]) == 1 }
	factor := func() string {
		if memory {
			return a.home[y]
		}
		return a.reg(a.lastIn(y))
	}
	_, inRegister := a.in[z]
	switch {
	case inRegister && last(z): // z += x y
		d := a.in[z]
		a.emit(o.name+"231PS", -1, factor(), a.reg(a.lastIn(x)), a.reg(d))
		a.done(i)
		a.release(i)
		a.take(V(i), d)
	case !memory && last(x) && (inRegister || a.foldable(z, i)): // x = x y + z
		third := a.home[z]
		if inRegister {
			third = a.reg(a.in[z])
		}
		d := a.in[x]
		a.emit(o.name+"213PS", -1, third, a.reg(a.in[y]), a.reg(d))
		a.done(i)
		a.release(i)
		a.take(V(i), d)
	default: // a copy of z
		d := a.place(V(i), i, []V{x, y, z})
		switch {
		case inRegister:
			a.emit("VMOVAPS", -1, a.reg(a.in[z]), a.reg(d))
		case a.home[z] != "":
			a.emit("VMOVUPS", -1, a.home[z], a.reg(d))
		default:
			a.emit(a.ops[z].name, -1, a.ops[z].mem, a.reg(d))
		}
		a.emit(o.name+"231PS", -1, factor(), a.reg(a.lastIn(x)), a.reg(d))
		a.done(i)
		a.release(i)
	}
}

// foldable tells whether v can be read from memory by instruction i: it is there, no register
// has it and it is needed no more, or it is a constant.
func (a *assignment) foldable(v V, i int) bool {
	if _, ok := a.in[v]; ok || a.home[v] == "" {
		return false
	}
	return len(a.uses[v]) == 1 || strings.HasSuffix(a.home[v], "(SB)") || a.next(v, i) > i+24
}

// next is the instruction behind i that needs v.
func (a *assignment) next(v V, i int) int {
	for _, u := range a.uses[v] {
		if u > i {
			return u
		}
	}
	return math.MaxInt
}

// get brings v into a register for instruction i, which needs others too.
func (a *assignment) get(v V, i int, others []V) {
	if _, ok := a.in[v]; ok {
		return
	}
	a.place(v, i, others)
	a.read(v)
}

// read fills the register of v from memory.
func (a *assignment) read(v V) {
	r := a.in[v]
	switch o := a.ops[v]; {
	case o.name == "VMOVUPS.X":
		a.emit("VMOVUPS", -1, o.mem, register(4, r))
	case a.home[v] != "":
		a.emit("VMOVUPS", -1, a.home[v], a.reg(r))
	default:
		a.emit(o.name, -1, o.mem, a.reg(r))
	}
}

// place finds a register for v: a free one, or that of the value which is needed last.
func (a *assignment) place(v V, i int, keep []V) int {
	best, when := -1, -1
	for r, held := range a.holds {
		if held < 0 {
			best = r
			break
		}
		n := a.next(held, i-1)
		for _, k := range append(keep, a.ops[i].args...) {
			if held == k && a.in[held] == r {
				n = -1
			}
		}
		if n > when {
			best, when = r, n
		}
	}
	if old := a.holds[best]; old >= 0 {
		if a.home[old] == "" && !(a.ops[old].kind == load) {
			slot := a.slot()
			a.home[old] = slot
			a.emit("VMOVUPS", -1, a.reg(best), slot)
		}
		delete(a.in, old)
	}
	a.take(v, best)
	return best
}

func (a *assignment) take(v V, r int) { a.in[v], a.holds[r] = r, v }

// slot is an address to put a value aside.
func (a *assignment) slot() string {
	for _, s := range a.order {
		if !a.slots[s] {
			a.slots[s] = true
			return s
		}
	}
	s := fmt.Sprintf("%d(%s)", 4*a.Width*len(a.order), a.Spill)
	a.order = append(a.order, s)
	a.slots[s] = true
	return s
}

// done counts the uses of instruction i as made.
func (a *assignment) done(i int) {
	for _, v := range a.ops[i].args {
		if u := a.uses[v]; len(u) > 0 && u[0] == i {
			for len(u) > 0 && u[0] == i {
				u = u[1:]
			}
			a.uses[v] = u
		}
	}
}

// release frees what is needed no more after instruction i.
func (a *assignment) release(i int) {
	for _, v := range a.ops[i].args {
		if len(a.uses[v]) > 0 {
			continue
		}
		if r, ok := a.in[v]; ok {
			a.holds[r] = -1
			delete(a.in, v)
		}
		if s := a.home[v]; a.slots[s] {
			a.slots[s] = false
		}
	}
}

func (a *assignment) lastIn(v V) int {
	r, ok := a.in[v]
	if !ok {
		panic(fmt.Sprintf("assembly: value %d is in no register", v))
	}
	return r
}

func (a *assignment) reg(r int) string { return register(a.Width, r) }

// register is the name of register r for so many lanes.
func register(width, r int) string { return fmt.Sprintf("%c%d", "XYZ"[width/8], r) }

// emit writes an instruction, its operands in the order of Go's assembler.
func (a *assignment) emit(name string, imm int, operands ...string) {
	fmt.Fprintf(&a.out, "\t%s ", name)
	if imm >= 0 {
		fmt.Fprintf(&a.out, "$%d, ", imm)
	}
	a.out.WriteString(strings.Join(operands, ", ") + "\n")
}
