package asm

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Instructions as the specification writes them in binary.
func TestInstructions(t *testing.T) {
	f := &Func{Params: []Type{I32}}
	v := f.Local(V128)
	f.Get(0)
	f.Memory(LoadSplat, 300)
	f.Tee(v)
	f.ConstF32x4(1)
	f.Do(F32Mul)
	f.Set(v)
	one := []byte{0, 0, 0x80, 0x3f}
	want := slices.Concat(
		[]byte{1, 1, 0x7b, 0x20, 0, 0xfd, 9, 2, 0xac, 2, 0x22, 1, 0xfd, 12}, one, one, one, one,
		[]byte{0xfd, 0xe6, 1, 0x21, 1, 0x0b})
	if got := f.body()[1:]; !slices.Equal(got, want) {
		t.Errorf("\n%x, want\n%x", got, want)
	}
	if got := int(f.body()[0]); got != len(want) {
		t.Errorf("the body's size is said to be %d, not %d", got, len(want))
	}
}

// Temporaries share places as soon as they can; others never do.
func TestTemporaries(t *testing.T) {
	f := &Func{Params: []Type{I32}}
	a, b, c, d, e := f.Temporary(V128), f.Temporary(V128), f.Temporary(V128), f.Temporary(I32), f.Local(V128)
	for _, l := range []Local{a, b, 0, e} {
		f.Set(l)
	}
	f.Get(a)
	f.Set(c) // where a was
	f.Set(d)
	for _, l := range []Local{b, c, d, e} {
		f.Get(l)
	}
	place, types := f.places()
	if want := []Local{0, 1, 2, 1, 4, 3}; !slices.Equal(place, want) {
		t.Errorf("places %v, want %v", place, want)
	}
	if want := []Type{V128, V128, V128, I32}; !slices.Equal(types, want) {
		t.Errorf("types %x, want %x", types, want)
	}
}

// A module and its link under Node: control, calls, SIMD lanes, and what comes
// before the kernel.
func TestModule(t *testing.T) {
	m := new(Module)
	ready := m.Func("ready", nil, []Type{I32})
	ready.ConstI32(1)
	sum := m.Func("sum", []Type{I32}, []Type{I32}) // n + (n-1) + ... + 1
	total := sum.Local(I32)
	sum.Repeat(func() {
		sum.Get(total)
		sum.Get(0)
		sum.Do(I32Add)
		sum.Set(total)
		sum.Get(0)
		sum.ConstI32(-1)
		sum.Do(I32Add)
		sum.Tee(0)
	})
	sum.Get(total)
	swap := m.Func("swap", []Type{I32, F32}, nil) // x[1..4] = scale x[2], x[1], x[4], x[3]
	swap.ConstI32(0)
	swap.Do(I32Eqz)
	swap.If(func() {
		swap.Get(0)
		for range 2 {
			swap.Get(0)
			swap.Memory(LoadV128, 4)
		}
		swap.Shuffle([4]byte{1, 0, 7, 6})
		swap.Get(1)
		swap.Do(F32Splat, F32Mul)
		swap.Memory(StoreV128, 4)
	})
	twice := m.Func("twice", []Type{I32}, []Type{I32})
	twice.Get(0)
	twice.Call(sum)
	twice.Get(0)
	twice.Call(sum)
	twice.Do(I32Add)
	for _, f := range []*Func{ready, sum, swap, twice} {
		m.Export(f)
	}
	got := node(t, m.Bytes(), `
		const memory = new WebAssembly.Memory({ initial: 1 });
		console.log(link.ready());
		try { link.sum(4); } catch (e) { console.log(e instanceof WebAssembly.RuntimeError); }
		new WebAssembly.Instance(kernel, { env: { memory, table: link.table } });
		console.log(link.ready(), link.sum(4), link.twice(10));
		new Float32Array(memory.buffer).set([9, 1, 2, 3, 4, 9], 4);
		link.swap(16, 0.5);
		console.log(new Float32Array(memory.buffer).slice(4, 10).join());
		memory.grow(40);
		new Float32Array(memory.buffer).set([1, 2, 3, 4], 2e6 / 4);
		link.swap(2e6 - 4, 2);
		console.log(new Float32Array(memory.buffer).slice(2e6 / 4, 2e6 / 4 + 4).join());`)
	if want := "0\ntrue\n1 10 110\n9,1,0.5,2,1.5,9\n4,2,8,6\n"; got != want {
		t.Errorf("Node prints\n%s, want\n%s", got, want)
	}
}

// node runs a script that has the modules kernel and link.
func node(t *testing.T, module []byte, script string) string {
	t.Helper()
	path, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node")
	}
	cmd := exec.Command(path, "-e", `
		const kernel = new WebAssembly.Module(require('fs').readFileSync(0));
		const [section] = WebAssembly.Module.customSections(kernel, 'link');
		const link = new WebAssembly.Instance(new WebAssembly.Module(section)).exports;`+script)
	cmd.Stdin = strings.NewReader(string(module))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}
