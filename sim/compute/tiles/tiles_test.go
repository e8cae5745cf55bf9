package tiles

import (
	"testing"

	"talbot/sim/compute"
)

// Whatever a product's sizes, its cut fits the GPU, and a deep one of few elements is shared by many workgroups. Of columns
// that few tiles hold, little is computed for nothing.
func TestCut(t *testing.T) {
	for _, gpu := range []compute.Machine{{Shared: 16 << 10, Threads: 256}, {Shared: 48 << 10, Threads: 1024}, {Shared: 16 << 10, Threads: 256, Software: true}} {
		for _, s := range [][3]int{{1, 1, 1}, {401408, 50, 150}, {73728, 72, 450}, {50, 150, 401408}, {162, 648, 8192}, {128, 128, 8192}, {4096, 4096, 4096}, {3, 100000, 17}} {
			for _, along := range []bool{false, true} {
				p := &compute.Product{Rows: compute.Count{Fixed: s[0]}, Cols: compute.Count{Fixed: s[1]}, Depth: compute.Count{Fixed: s[2]}, DeepA: along, WideB: along}
				c := Tiler{}.Cut(p, 1, gpu)
				done := float64(c.Tiles(p, 1)*c.Rows()*c.Cols()) / float64(s[0]*s[1])
				if c.Threads() > gpu.Threads || shared(c) > gpu.Shared || c.Parts < 1 || c.Parts > 1 && c.Parts*s[0]*s[1] > mostSums {
					t.Errorf("%v: %+v has %d threads and takes %d bytes", s, c, c.Threads(), shared(c))
				}
				for _, l := range []struct {
					tile int
					deep bool
				}{{c.Rows(), along}, {c.Cols(), !along}} {
					want := map[bool]int{false: deep, true: l.tile / 4}[l.deep]
					if n, lines := loads(c, l.tile, l.deep); lines < 1 || n*lines < want {
						t.Errorf("%v: %+v reads %d x %d of %d vectors", s, c, n, lines, want)
					}
				}
				if groups := c.Tiles(p, 1) * c.Parts; s[2] >= 8192 && groups < 96 {
					t.Errorf("%v: %+v has %d workgroups", s, c, groups)
				}
				if !gpu.Software && s[0] >= 8192 && done > 1.25 {
					t.Errorf("%v: %+v computes %.2f times what there is", s, c, done)
				}
			}
		}
	}
}
