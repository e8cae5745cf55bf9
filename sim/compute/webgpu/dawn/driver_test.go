//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/computetest"
	"talbot/sim/compute/webgpu"
)

func open(t *testing.T) *webgpu.Device {
	t.Helper()
	lib, err := Find()
	if err != nil {
		t.Skip(err)
	}
	d, err := Open(Options{Library: lib, Software: true}, webgpu.Tune{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// stays is a device that serves all subtests of the suite: on a GPU that is a program,
// compiling shaders takes nearly all the time, and a device keeps those that it has.
type stays struct{ *webgpu.Device }

func (stays) Close() error { return nil }

func TestConformance(t *testing.T) {
	d := open(t)
	defer d.Close()
	t.Log(d.Name(), d.Info())
	computetest.Run(t, func() compute.Device { return stays{d} }, computetest.GPU)
	// Many chunks of samples, and so sums over chunks and offsets of buffers.
	t.Run("chunks", func(t *testing.T) {
		d.SetTune(webgpu.Tune{Chunk: 64, Columns: 4, RowThreads: 64, Reuse: 3, Ahead: true, RowSplit: true, ColumnJoin: true, NoTiles: true})
		computetest.Run(t, func() compute.Device { return stays{d} }, computetest.GPU)
	})
}
