package asm

import "slices"

// Module is a kernel: functions that work in a memory that another module exports.
//
// Two modules that each want something of the other cannot both come second. So a
// third one stands between, which Link makes: it exports a function for each entry
// of a table, and calls what is there. The user imports from the link, and the
// kernel writes its functions into the link's table when it comes to life.
type Module struct {
	funcs   []*Func
	exports []*Func
}

// Func adds a function. Its instructions may be written later.
func (m *Module) Func(name string, params, results []Type) *Func {
	f := &Func{Name: name, Params: params, Results: results, index: uint32(len(m.funcs))}
	m.funcs = append(m.funcs, f)
	return f
}

// Export puts f into the next entry of the link's table.
func (m *Module) Export(f *Func) { m.exports = append(m.exports, f) }

// Bytes is the module in binary. It imports the memory env.memory, without a
// maximum, and the table env.table. The link's bytes are in a custom section.
func (m *Module) Bytes() []byte {
	types, typeOf := m.types()
	var imports, funcs, elems, code [][]byte
	imports = append(imports,
		append(text("env", "memory"), 2, 0, 1),
		append(text("env", "table"), 1, 0x70, 0, 0))
	indices := [][]byte{}
	for _, f := range m.exports {
		indices = append(indices, Unsigned(nil, uint64(f.index)))
	}
	elems = append(elems, slices.Concat([]byte{0, 0x41, 0, 0x0b}, list(indices)))
	for _, f := range m.funcs {
		funcs = append(funcs, Unsigned(nil, uint64(typeOf(f))))
		code = append(code, f.body())
	}
	return slices.Concat(header, section(1, list(types)), section(2, list(imports)), section(3, list(funcs)),
		section(9, list(elems)), section(10, list(code)), section(0, slices.Concat(text("link"), m.Link())))
}

// Link is the module between: it exports the table, and one function for each
// entry, under the entry's name. Functions called "ready" are there from the start
// and return 0; to call any other before the kernel has come is a trap.
func (m *Module) Link() []byte {
	types, typeOf := m.types()
	size := Unsigned(nil, uint64(len(m.exports)))
	var funcs, exports, elems, code [][]byte
	for i, f := range m.exports {
		g := &Func{Params: f.Params, Results: f.Results}
		for p := range f.Params {
			g.Get(Local(p))
		}
		g.ConstI32(int32(i))
		g.callTable(typeOf(f))
		funcs = append(funcs, Unsigned(nil, uint64(typeOf(f))))
		code = append(code, g.body())
		exports = append(exports, Unsigned(append(text(f.Name), 0), uint64(i)))
	}
	for i, f := range m.exports {
		if f.Name != "ready" {
			continue
		}
		g := &Func{Results: f.Results}
		g.ConstI32(0)
		elems = append(elems, slices.Concat([]byte{0, 0x41}, Signed(nil, int64(i)), []byte{0x0b},
			list([][]byte{Unsigned(nil, uint64(len(funcs)))})))
		funcs = append(funcs, Unsigned(nil, uint64(typeOf(f))))
		code = append(code, g.body())
	}
	exports = append(exports, append(text("table"), 1, 0))
	table := slices.Concat([]byte{0x70, 0}, size)
	return slices.Concat(header, section(1, list(types)), section(3, list(funcs)), section(4, list([][]byte{table})),
		section(7, list(exports)), section(9, list(elems)), section(10, list(code)))
}

var header = []byte{0, 'a', 's', 'm', 1, 0, 0, 0}

// types lists the distinct types of the module's functions.
func (m *Module) types() (list [][]byte, of func(*Func) uint32) {
	index := map[string]uint32{}
	key := func(f *Func) string { return string(slices.Concat([]byte{0x60}, kinds(f.Params), kinds(f.Results))) }
	for _, f := range m.funcs {
		if _, ok := index[key(f)]; !ok {
			index[key(f)] = uint32(len(list))
			list = append(list, []byte(key(f)))
		}
	}
	return list, func(f *Func) uint32 { return index[key(f)] }
}

func kinds(types []Type) []byte {
	b := Unsigned(nil, uint64(len(types)))
	for _, t := range types {
		b = append(b, byte(t))
	}
	return b
}

func list(items [][]byte) []byte {
	return append(Unsigned(nil, uint64(len(items))), slices.Concat(items...)...)
}

func section(id byte, body []byte) []byte {
	return append(Unsigned([]byte{id}, uint64(len(body))), body...)
}

func text(words ...string) (b []byte) {
	for _, s := range words {
		b = append(Unsigned(b, uint64(len(s))), s...)
	}
	return b
}
