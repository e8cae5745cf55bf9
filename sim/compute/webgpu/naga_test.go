//go:build !js

package webgpu_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"talbot/sim/compute/webgpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/system/diffractive"
)

// collector is a Driver without a GPU that keeps the shaders it is asked to compile.
type collector struct {
	limits  webgpu.Limits
	shaders map[string]string // label by code
	next    webgpu.Handle
}

func (c *collector) handle() (webgpu.Handle, error) { c.next++; return c.next, nil }

func (c *collector) Info() webgpu.Info { return webgpu.Info{Name: "none", Limits: c.limits} }
func (c *collector) Buffer(label string, bytes int, uniform bool) (webgpu.Handle, error) {
	return c.handle()
}
func (c *collector) Free(webgpu.Handle)                          {}
func (c *collector) Write(webgpu.Handle, int, []float32) error   { return nil }
func (c *collector) Read(webgpu.Handle, int, []float32) error    { return nil }
func (c *collector) Record([]webgpu.Step) (webgpu.Handle, error) { return c.handle() }
func (c *collector) Submit(webgpu.Handle) error                  { return nil }
func (c *collector) Profile(webgpu.Handle) ([]float64, error)    { return nil, nil }
func (c *collector) Peak() int                                   { return 0 }
func (c *collector) Lose()                                       {}
func (c *collector) Gather(bool)                                 {}
func (c *collector) Close()                                      {}
func (c *collector) Later(webgpu.Handle, int, int) (func([]float32) error, error) {
	return func([]float32) error { return nil }, nil
}
func (c *collector) Group(string, webgpu.Handle, []webgpu.Binding) (webgpu.Handle, error) {
	return c.handle()
}
func (c *collector) Pipeline(label, code string) (webgpu.Handle, error) {
	c.shaders[code] = label
	return c.handle()
}

// most are the limits of large GPUs, least those that WebGPU promises.
var (
	most  = webgpu.Limits{SharedBytes: 48 << 10, Invocations: 1024, Binding: 1 << 31, Buffer: 1 << 40, Storage: 16}
	least = webgpu.Limits{SharedBytes: 16 << 10, Invocations: 256, Binding: 128 << 20, Buffer: 256 << 20, Storage: 8}
)

// TestNaga lets naga, which is in Firefox, read the shaders of every choice that a form
// offers, and of many sizes. Chromium's tint reads them in the conformance suites.
func TestNaga(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	naga, err := exec.LookPath("naga")
	if err != nil {
		t.Skip("there is no naga here: cargo install naga-cli")
	}
	shaders := map[string]string{}
	build := func(c diffractive.Config) {
		t.Helper()
		if _, err := c.Check(); err != nil {
			return // a choice that does not fit the others
		}
		for _, l := range []webgpu.Limits{most, least} {
			dev := webgpu.New(&collector{limits: l, shaders: shaders}, webgpu.Tune{})
			s, err := diffractive.NewSession(dev, c, &data.Set{Width: 28, Height: 28})
			if err != nil {
				t.Errorf("%d samples, padding %d, %s: %v", c.Samples, c.Padding, c.Mask, err)
				continue
			}
			if _, err := s.Look(make([]byte, 28*28), 0); err != nil {
				t.Error(err)
			}
		}
	}
	base := diffractive.Presets()[0].Config
	base.Samples, base.ImageSize, base.Padding, base.RegionSize, base.Distance, base.Batch = 32, 32, 4, 4, 0.024, 8
	set := func(c *diffractive.Config, name, value string) {
		t.Helper()
		p, err := c.Param(name)
		if err == nil {
			err = p.Set(value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range base.Params() {
		choices := p.Choices
		if p.Kind == experiment.Bool {
			choices = []string{"true", "false"}
		}
		for _, choice := range choices {
			for _, mask := range []string{"phase", "amplitude", "device"} {
				c := base
				set(&c, "mask", mask)
				set(&c, p.Name, choice)
				build(c)
			}
		}
	}
	for _, method := range []string{"gumbel", "nearest"} {
		for _, forward := range []string{"hard", "soft"} {
			for _, mixing := range []string{"separate", "complex"} {
				c := base
				for k, v := range map[string]string{"mask": "device", "method": method, "forward": forward, "mixing": mixing} {
					set(&c, k, v)
				}
				build(c)
			}
		}
	}
	for _, size := range [][2]int{{16, 0}, {17, 4}, {35, 0}, {49, 7}, {50, 10}, {81, 0}, {125, 0}, {128, 64}, {200, 100}, {210, 35}, {343, 0}, {500, 0}} {
		c := base
		c.Layers, c.Batch = 2, 4
		c.Samples, c.Padding, c.ImageSize, c.RegionSize = size[0], size[1], size[0], max(1, size[0]/16)
		build(c)
	}

	dir := t.TempDir()
	args := []string{"--capabilities", "none", "--bulk-validate"}
	for code, label := range shaders {
		name := filepath.Join(dir, fmt.Sprintf("%03d.wgsl", len(args)))
		if err := os.WriteFile(name, []byte("// "+label+"\n"+code), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	t.Logf("%d shaders", len(shaders))
	if len(shaders) < 100 {
		t.Errorf("only %d shaders", len(shaders))
	}
	if out, err := exec.Command(naga, args...).CombinedOutput(); err != nil {
		t.Errorf("naga: %v\n%.8000s", err, out)
	}
}
