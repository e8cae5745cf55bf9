package asm

import (
	"encoding/binary"
	"math"
)

// Type is the type of a value.
type Type byte

// The types that the kernels use.
const (
	I32  Type = 0x7f
	F32  Type = 0x7d
	F64  Type = 0x7c
	V128 Type = 0x7b
)

// Local is a parameter or local variable of a function.
type Local uint32

// Func is a function: its instructions are written one after another, as on the
// stack machine that WebAssembly is. Params are locals 0, 1, ...
type Func struct {
	Name            string
	Params, Results []Type

	index  uint32
	locals []variable
	code   []byte // without the accesses to locals
	uses   []use
}

type variable struct {
	typ       Type
	temporary bool
}

// use is an access to a local, which stands before code[at].
type use struct {
	op    byte
	at    int
	local Local
}

// Local makes a new local variable.
func (f *Func) Local(t Type) Local { return f.variable(t, false) }

// Temporary makes one that shares its place with others: it is set before it is
// read, and read for the last time, inside the same Repeat or If.
func (f *Func) Temporary(t Type) Local { return f.variable(t, true) }

func (f *Func) variable(t Type, temporary bool) Local {
	f.locals = append(f.locals, variable{t, temporary})
	return Local(len(f.Params) + len(f.locals) - 1)
}

// Get pushes a local, Set pops into one, Tee copies the top of the stack to one.
func (f *Func) Get(l Local) { f.uses = append(f.uses, use{0x20, len(f.code), l}) }
func (f *Func) Set(l Local) { f.uses = append(f.uses, use{0x21, len(f.code), l}) }
func (f *Func) Tee(l Local) { f.uses = append(f.uses, use{0x22, len(f.code), l}) }

// ConstI32 pushes a number.
func (f *Func) ConstI32(x int32) { f.code = Signed(append(f.code, 0x41), int64(x)) }

// ConstF32x4 pushes a vector with x in every lane.
func (f *Func) ConstF32x4(x float32) {
	f.simd(12)
	for range 4 {
		f.code = binary.LittleEndian.AppendUint32(f.code, math.Float32bits(x))
	}
}

// ConstF64x2 pushes a vector with x in both lanes.
func (f *Func) ConstF64x2(x float64) {
	f.simd(12)
	for range 2 {
		f.code = binary.LittleEndian.AppendUint64(f.code, math.Float64bits(x))
	}
}

// Op is an instruction without immediate operands.
type Op uint32

// The instructions that the kernels use; those from 0x100 on are of the SIMD set.
const (
	Return   Op = 0x0f
	Select   Op = 0x1b // pops c, b, a; pushes a if c is not 0, else b
	I32Eqz   Op = 0x45
	I32Eq    Op = 0x46
	I32Ne    Op = 0x47
	I32LtU   Op = 0x49
	I32Add   Op = 0x6a
	I32Sub   Op = 0x6b
	I32Mul   Op = 0x6c
	I32ShrU  Op = 0x76
	I32Splat Op = simd | 17
	F32Splat Op = simd | 19
	F64Splat Op = simd | 20
	V128Xor  Op = simd | 81
	F32Add   Op = simd | 228 // f32x4
	F32Sub   Op = simd | 229
	F32Mul   Op = simd | 230
	F32Div   Op = simd | 231
	F32Sqrt  Op = simd | 227
	F64Round Op = simd | 148 // f64x2: to the nearest whole number
	F64Add   Op = simd | 240
	F64Sub   Op = simd | 241
	F64Mul   Op = simd | 242
	Promote  Op = simd | 95 // the first two lanes of f32x4 to f64x2
	Demote   Op = simd | 94 // and back, the other lanes 0

	simd Op = 0x100
)

// Do writes instructions.
func (f *Func) Do(ops ...Op) {
	for _, o := range ops {
		if o >= simd {
			f.simd(uint32(o - simd))
		} else {
			f.code = append(f.code, byte(o))
		}
	}
}

func (f *Func) simd(op uint32) { f.code = Unsigned(append(f.code, 0xfd), uint64(op)) }

// Access is an instruction that reads or writes memory at the address on the stack
// plus an offset.
type Access struct {
	op    Op
	align byte // as a power of two
}

// The accesses that the kernels use. None needs its address aligned.
var (
	LoadI32   = Access{0x28, 2}
	LoadV128  = Access{simd | 0, 2}
	LoadSplat = Access{simd | 9, 2} // one float32 to all lanes
	StoreV128 = Access{simd | 11, 2}
)

// Memory writes an access.
func (f *Func) Memory(a Access, offset uint32) {
	f.Do(a.op)
	f.code = Unsigned(append(f.code, a.align), uint64(offset))
}

// Shuffle pops vectors a and b and pushes the lanes chosen: 0..3 are a's, 4..7 b's.
func (f *Func) Shuffle(lanes [4]byte) {
	f.simd(13)
	for _, l := range lanes {
		for i := range byte(4) {
			f.code = append(f.code, 4*l+i)
		}
	}
}

// If pops a number and runs then if it is not 0.
func (f *Func) If(then func()) { f.nest(0x04, then) }

// Repeat runs body until the number that it leaves on the stack is 0; at least once.
func (f *Func) Repeat(body func()) {
	f.nest(0x03, func() {
		body()
		f.code = append(f.code, 0x0d, 0) // br_if, to the start
	})
}

func (f *Func) nest(op byte, body func()) {
	f.code = append(f.code, op, 0x40) // no result
	body()
	f.code = append(f.code, 0x0b)
}

// Call calls a function of the same module.
func (f *Func) Call(g *Func) { f.code = Unsigned(append(f.code, 0x10), uint64(g.index)) }

// callTable pops a number and calls that entry of the table, which has this type.
func (f *Func) callTable(typ uint32) {
	f.code = append(Unsigned(append(f.code, 0x11), uint64(typ)), 0)
}
