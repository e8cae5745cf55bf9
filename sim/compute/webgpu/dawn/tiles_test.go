//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/computetest"
	"talbot/sim/compute/webgpu"
)

// Products are right in tiles of all shapes, of which a large GPU takes what suits their sizes: with threads to spare, of
// more rows than columns and fewer, and in parts of the depth.
func TestTilesOfProducts(t *testing.T) {
	for _, tile := range [][4]int{{9, 7, 2, 2}, {5, 12, 1, 1}} {
		computetest.Products(t, func() compute.Device {
			d := open(t)
			d.SetTune(webgpu.Tune{Product: tile})
			return d
		}, computetest.GPU, "square", "convolution-weights", "convolution-turned", "strided-input", "complex", "in-parts")
	}
}
