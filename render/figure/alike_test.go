package figure

import (
	"math"
	"testing"

	"talbot/render/plot"
	"talbot/sim/frame"
)

// A picture over two axes of one kind has square pixels, however many times it is as wide as high.
func TestPicturesAreNotStretched(t *testing.T) {
	for _, size := range [][2]int{{24, 24}, {16, 32}, {48, 8}, {64, 32}, {264, 65}, {20, 90}, {10, 200}} {
		nx, ny := size[0], size[1]
		p := &frame.Panel{ID: "p", Shape: frame.Image, Nx: nx, Ny: ny, Hi: 1, Image: make([]byte, nx*ny), X: frame.Axis{Max: float32(nx)}, Y: frame.Axis{Max: float32(ny)}}
		c := axesCell(p, &plot.Light)
		if x, y := c.w/float64(nx), c.h/float64(ny); math.Abs(x/y-1) > 1e-9 || c.w > 1.7*panelWide || c.h > 2*panelTall {
			t.Errorf("%d x %d samples are drawn %.1f x %.1f, pixels of %.2f x %.2f", nx, ny, c.w, c.h, x, y)
		}
	}
	p := &frame.Panel{ID: "p", Shape: frame.Image, Nx: 90, Ny: 10, Hi: 1, Image: make([]byte, 900), X: frame.Axis{Max: 90, Unit: "m"}, Y: frame.Axis{Max: 10, Unit: "s"}}
	if c := axesCell(p, &plot.Light); c.w != panelWide || c.h != panelTall {
		t.Errorf("axes of two kinds are drawn %g x %g", c.w, c.h)
	}
}
