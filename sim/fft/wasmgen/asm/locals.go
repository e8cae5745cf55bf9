package asm

import "slices"

// body is the function's entry in the code section.
func (f *Func) body() []byte {
	place, types := f.places()
	var groups [][]byte // runs of locals of one type
	for i := 0; i < len(types); {
		n := i
		for n < len(types) && types[n] == types[i] {
			n++
		}
		groups = append(groups, append(Unsigned(nil, uint64(n-i)), byte(types[i])))
		i = n
	}
	b := list(groups)
	from := 0
	for _, u := range f.uses {
		b = append(b, f.code[from:u.at]...)
		b = Unsigned(append(b, u.op), uint64(place[u.local]))
		from = u.at
	}
	b = append(append(b, f.code[from:]...), 0x0b)
	return append(Unsigned(nil, uint64(len(b))), b...)
}

// places maps locals to those of the binary, whose types it lists. Temporary ones
// take a place at their first use and leave it at their last.
func (f *Func) places() (place []Local, types []Type) {
	last := make([]int, len(f.Params)+len(f.locals))
	for i, u := range f.uses {
		last[u.local] = i
	}
	place = make([]Local, len(last))
	taken := make([]bool, len(last)) // by local: it has its place
	for p := range f.Params {
		place[p], taken[p] = Local(p), true
	}
	free := map[Type][]Local{}
	for i, u := range f.uses {
		v := variable{}
		if int(u.local) >= len(f.Params) {
			v = f.locals[int(u.local)-len(f.Params)]
		}
		if !taken[u.local] {
			taken[u.local] = true
			if n := len(free[v.typ]); v.temporary && n > 0 {
				place[u.local], free[v.typ] = free[v.typ][n-1], free[v.typ][:n-1]
			} else {
				place[u.local] = Local(len(f.Params) + len(types))
				types = append(types, v.typ)
			}
		}
		if v.temporary && last[u.local] == i {
			free[v.typ] = append(free[v.typ], place[u.local])
		}
	}
	return place, slices.Clip(types)
}
