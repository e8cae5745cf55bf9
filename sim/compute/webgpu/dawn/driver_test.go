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

func TestConformance(t *testing.T) {
	d := open(t)
	t.Log(d.Name(), d.Info())
	computetest.Run(t, func() compute.Device { return open(t) }, computetest.GPU)
	// Many chunks of samples, and so sums over chunks and offsets of buffers.
	t.Run("chunks", func(t *testing.T) {
		computetest.Run(t, func() compute.Device {
			d := open(t)
			d.SetTune(webgpu.Tune{Chunk: 64, Columns: 4, RowThreads: 64, Reuse: 3, Ahead: true, RowSplit: true, ColumnJoin: true, NoTiles: true})
			return d
		}, computetest.GPU)
	})
}
