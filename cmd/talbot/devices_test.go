package main

import (
	"strings"
	"testing"
)

func TestDevices(t *testing.T) {
	out, _, status := call(t, "devices")
	if status != 0 || !strings.HasPrefix(out, "--device cpu ") {
		t.Errorf("status %d, %q", status, out)
	}
	out, _, status = call(t, "devices", "--json")
	if status != 0 || !strings.HasPrefix(out, `{"device":"cpu","name":"cpu (`) {
		t.Errorf("status %d, %q", status, out)
	}
	for _, c := range []struct{ args, want string }{
		{"train d2nn-mnist-64 --device cpu --gpu 0", "--gpu needs --device webgpu"},
		{"train d2nn-mnist-64 --device cpu --gpus 2", "--gpus needs --device webgpu"},
		{"train d2nn-mnist-64 --device webgpu --storage double", `--storage: "double" is neither single nor half`},
		{"train d2nn-mnist-64 --device cpu --storage half", "--storage half is for a GPU"},
		{"train d2nn-mnist-64 --threads 1 --storage half", "--storage half is for a GPU"},
		{"speed step --storage half", "--storage is for --device webgpu"},
		{"speed step --tune narrow", "--tune is for --device webgpu"},
		{"speed step --device webgpu --tune narow", `there is no tuning "narow" (did you mean narrow?); want all, or some of usual`},
		{"speed step --device webgpu --storage double", `--storage: "double" is none of single, half, both`},
	} {
		if _, err, status := call(t, strings.Fields(c.args)...); status == 0 || !strings.Contains(err, c.want) {
			t.Errorf("%s: status %d, %q, want %q", c.args, status, err, c.want)
		}
	}
}
