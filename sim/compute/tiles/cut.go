// Package tiles cuts products of matrices into tiles for the workgroups of a GPU, and writes their shaders.
package tiles

import "talbot/sim/compute"

// deep is how many steps of the depth a workgroup takes from memory at a time.
const deep = 16

// Tiler is the compute.Tiler of this package.
type Tiler struct{}

var _ compute.Tiler = Tiler{}

func up(n, by int) int { return (n + by - 1) / by }

// loads is how many vectors of four a thread reads of a factor with a tile of so many rows for a step, and how many lines
// all threads read at a time: along the depth or along the tile.
func loads(q compute.Cut, tile int, along bool) (loads, lines int) {
	if along {
		lines = q.Threads() / deep
		return up(tile/4, lines), lines
	}
	lines = min(deep, q.Threads()/(tile/4))
	return up(deep, lines), lines
}

// shared is the workgroup memory of a tiling, bytes: the factors' vectors, and where their rows begin.
func shared(q compute.Cut) int {
	return 16 * (deep*(q.Rows()/4+1+q.Cols()/4+1) + q.Rows() + q.Cols())
}

// A large GPU has about so many processors, each of which holds so many threads with the registers of a product; and
// partial sums are to take no more than so many numbers.
const (
	units    = 128
	resides  = 512
	mostSums = 1 << 22
)

// Cut chooses the one that a large GPU is through with first, by what its threads issue: multiplications, reads of
// workgroup memory, and those of memory with their indices.
//
// A GPU that is a program takes minutes to compile 8 x 8 elements for a thread, so there it has 4 x 4, and 64 threads.
func (Tiler) Cut(f *compute.Product, batch int, gpu compute.Machine) compute.Cut {
	if t := gpu.Forced; t != [4]int{} {
		return compute.Cut{Down: t[0], Across: t[1], High: t[2], Wide: t[3], Parts: max(1, min(3, f.Depth.Of(batch)/deep))}
	}
	m, n, k := f.Rows.Of(batch), f.Cols.Of(batch), f.Depth.Of(batch)
	if gpu.Software {
		q := compute.Cut{Down: 8, Across: 8, High: 1, Wide: 1, Parts: 1}
		q.Parts = max(1, min(64, 512/max(1, q.Tiles(f, batch)), k/256, mostSums/max(1, m*n)))
		return q
	}
	best, least := compute.Cut{Down: 8, Across: 8, High: 2, Wide: 2, Parts: 1}, -1.0
	for down := 2; down <= 32; down++ {
		for across := 2; across <= 32; across++ {
			q := compute.Cut{Down: down, Across: across, High: 2, Wide: 2, Parts: 1}
			if t := q.Threads(); t < 32 || t > min(256, gpu.Threads) || shared(q) > min(24<<10, gpu.Shared) {
				continue
			}
			a, _ := loads(q, q.Rows(), f.DeepA)
			b, _ := loads(q, q.Cols(), !f.WideB)
			threads := 32 * up(q.Threads(), 32)
			slots := units * max(1, resides/threads)
			// Workgroups that are large wait longer for each other.
			step := (70 + 2.5*float64(a+b)) * (1 + float64(threads)/1024)
			tiles := q.Tiles(f, batch)
			for q.Parts = 1; q.Parts == 1 || q.Parts <= 256 && q.Parts*64 <= k && q.Parts*m*n <= mostSums; q.Parts += (q.Parts + 3) / 4 {
				depth := up(up(k, q.Parts), deep) * deep
				groups := tiles * q.Parts
				last := max(160, up(groups%slots, units)*threads) // threads of a processor at the end, which have to be some
				cost := float64(groups/slots*slots*threads+last*units) * float64(depth+2*deep) * step
				if q.Parts > 1 {
					cost += 20 * float64(q.Parts*m*n+1<<20)
				}
				if least < 0 || cost < least {
					best, least = q, cost
				}
			}
		}
	}
	return best
}
