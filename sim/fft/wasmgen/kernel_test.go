package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The engine's imports and the kernel's exports are the same functions.
func TestImports(t *testing.T) {
	var want []string
	line := regexp.MustCompile(`(?m)^//go:wasmimport talbot_simd (\w+)$`)
	for _, file := range []string{"../vector_js.go", "../../compute/kernels/vector_js.go", "../../compute/gemm/micro_js.go"} {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range line.FindAllStringSubmatch(string(src), -1) {
			want = append(want, m[1])
		}
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node to read the kernel")
	}
	cmd := exec.Command(node, "-e", `
		const kernel = new WebAssembly.Module(require('fs').readFileSync(0));
		const imports = WebAssembly.Module.imports(kernel).map((i) => i.module + '.' + i.name);
		if (imports.join() !== 'env.memory,env.table') throw new Error(imports);
		const [link] = WebAssembly.Module.customSections(kernel, 'link');
		for (const e of WebAssembly.Module.exports(new WebAssembly.Module(link))) if (e.kind === 'function') console.log(e.name);`)
	cmd.Stdin = bytes.NewReader(kernel())
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("not a valid module: %v: %s", err, out)
	}
	got := strings.Fields(string(out))
	slices.Sort(got)
	slices.Sort(want)
	want = slices.Compact(want)
	if !slices.Equal(got, want) {
		t.Errorf("the kernel exports %v, the engine imports %v", got, want)
	}
}

// The kernel is on the way to the first training step, so it stays small.
func TestSize(t *testing.T) {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	z.Write(kernel())
	z.Close()
	if b.Len() > 12000 {
		t.Errorf("%d bytes of gzip, allowed 12000", b.Len())
	}
	t.Logf("%d bytes, %d gzip", len(kernel()), b.Len())
}
