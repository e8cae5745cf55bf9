package fourier

import (
	"math"
	"slices"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/fft"
)

// A mask is fitted to the panel that shows it: what a network reads is the light in a window of the camera alone, and the rest may go
// where it will. So phases are looked for with which the panel, as it is known, has the light of the mask that is meant in that window: its range may be
// less than a turn, its phases run into each other, some light it does not change, and light may not come to its middle. Steps go down the squared error,
// |c H - W F(t)|^2, of a transform F, a window W, the light H that is meant, the best factor c of it, and what the panel does,
// t_x = mean over parts q of exp(i sum_j w_qj M P_(x+j)) with the mixture M of cross-talk, and the light that is not changed, without the correction.
//
// Where a phase passes the end of the panel's range it goes back by a turn, and those beside it, into which it runs, do another thing: so
// in the first steps alone, and then it stays at the end, and others make up for it.
const (
	fitSteps = 80
	gain     = 1.5 // below 2 a step goes down
	momentum = 0.6
	turning  = 5    // steps in which phases may go back by a turn
	small    = 1e-5 // share of the power that may be wrong: far less than noise
)

// panelFit fits one mask.
type panelFit struct {
	nx, ny, n int // of the panel, and samples of the transform's side
	half      int // the window has frequencies -half to half
	correct   []complex64
	leak      complex64   // what the panel adds to light without changing it, as a share of what it changes
	w         [][]float32 // of each part of a pixel, of those beside it
	reach     int
	mix       float32 // share of each of four neighbours' phases: see mixed
	low, high float64 // rad, of the panel's levels
	plan      *fft.Plan

	phase, step []float32   // [ny][nx]: rad, and how it last changed
	does        []complex64 // [part][ny][nx]
	sum         []complex64 // [ny][nx]: of the parts, without the correction
}

// newPanelFit is of a panel whose phases run into each other over so many pixels, all 0, without a correction, for a transform of n samples a side
// and a window of frequencies up to half.
func newPanelFit(nx, ny, n, half int, fringing float64) *panelFit {
	size := nx * ny
	f := &panelFit{nx: nx, ny: ny, n: n, half: half, plan: fft.NewPlan(n), low: 0, high: 2 * math.Pi,
		phase: make([]float32, size), step: make([]float32, size), correct: make([]complex64, size), sum: make([]complex64, size)}
	if f.w, f.reach = kernels.Fringes(fringing, parts); len(f.w) == 0 {
		f.w = [][]float32{{1}}
	}
	f.does = make([]complex64, len(f.w)*size)
	for i := range f.correct {
		f.correct[i] = 1
	}
	return f
}

// panel is what the panel does to light, without the correction.
func (f *panelFit) panel() {
	size := complex(1/float32(len(f.w)), 0)
	phases := mixed(f.phase, f.nx, f.ny, f.mix)
	share(f.ny, func(from, to int) {
		for y := from; y < to; y++ {
			row, out := phases[y*f.nx:][:f.nx], f.sum[y*f.nx:][:f.nx]
			clear(out)
			for q, w := range f.w {
				does := f.does[(q*f.ny+y)*f.nx:][:f.nx]
				for x := range row {
					phase := float32(0)
					for j, s := range w {
						phase += s * row[max(0, min(x+j-f.reach, f.nx-1))]
					}
					s, c := math.Sincos(float64(phase))
					does[x] = complex(float32(c), float32(s))
					out[x] += does[x]
				}
			}
			for x, v := range f.correct[y*f.nx:][:f.nx] {
				out[x] = (size*out[x] + f.leak) * complex(real(v), -imag(v))
			}
		}
	})
}

// back is the adjoint of panel's derivative: with an error of its light, it gives by what the phases change along it.
func (f *panelFit) back(u []complex64) []float32 {
	size, out := 1/float32(len(f.w)), make([]float32, f.nx*f.ny)
	share(f.ny, func(from, to int) {
		for y := from; y < to; y++ {
			row, sum := u[y*f.nx:][:f.nx], out[y*f.nx:][:f.nx]
			for q, w := range f.w {
				does := f.does[(q*f.ny+y)*f.nx:][:f.nx]
				for x, v := range row {
					v *= f.correct[y*f.nx+x]
					r := size * (imag(v)*real(does[x]) - real(v)*imag(does[x]))
					for j, s := range w {
						sum[max(0, min(x+j-f.reach, f.nx-1))] += s * r
					}
				}
			}
		}
	})
	return mixed(out, f.nx, f.ny, f.mix)
}

// within takes a phase to what the panel has: a turn back where it can, else to the nearer end.
func (f *panelFit) within(p float64) float64 {
	gap := max(0, 2*math.Pi-(f.high-f.low))
	for p > f.high+gap/2 {
		p -= 2 * math.Pi
	}
	for p < f.low-gap/2 {
		p += 2 * math.Pi
	}
	return max(f.low, min(f.high, p))
}

// fit goes down the error until it is small, or changes no more. It gives the share of the power in the window that is wrong.
func (f *panelFit) fit(want []complex64) (wrong float64) {
	best, kept := math.Inf(1), slices.Clone(f.phase)
	for k := 0; ; k++ {
		f.panel()
		have := f.transform(f.sum)
		c, power := factor(want, have)
		if power == 0 {
			return 1
		}
		wrong = 0
		for i, v := range want {
			have[i] = c*v - have[i]
			wrong += norm(have[i]) / (norm(c) * power)
		}
		if wrong < best {
			best = wrong
			copy(kept, f.phase)
		}
		if k == fitSteps || wrong < small {
			copy(f.phase, kept)
			return best
		}
		down := f.back(f.adjoint(have))
		share(len(down), func(from, to int) {
			for i := from; i < to; i++ {
				s := gain / float32(f.n) / float32(f.n) * down[i]
				if k < turning {
					f.phase[i] = float32(f.within(float64(f.phase[i] + s)))
					continue
				}
				f.step[i] = momentum*f.step[i] + s
				f.phase[i] = max(float32(f.low), min(float32(f.high), f.phase[i]+f.step[i]))
			}
		})
	}
}

func norm(v complex64) float64 {
	return float64(real(v))*float64(real(v)) + float64(imag(v))*float64(imag(v))
}

// factor is by which a comes nearest to b, and the power of a.
func factor(a, b []complex64) (c complex64, power float64) {
	var sum complex128
	for i, v := range a {
		sum += complex128(b[i]) * complex(float64(real(v)), -float64(imag(v)))
		power += norm(v)
	}
	return complex64(sum / complex(max(power, math.SmallestNonzeroFloat64), 0)), power
}

// masked are the levels that a mask is shown with, rad, [side][side], when so many samples of the camera's side are to have its light.
func (b *Bench) masked(side int, phase []float32, region int) ([]uint16, error) {
	g, states := b.Design.Plane, b.Mounts[1].Curve.States
	n := fft.NextFast(max(g.Nx, g.Ny))
	f := newPanelFit(g.Nx, g.Ny, n, min((n-1)/2, int(math.Ceil(float64(region)/2*float64(n)/b.reach))+1), b.Fringing)
	f.low, f.high, f.leak, f.mix = math.Inf(1), math.Inf(-1), complex64(b.Unmodulated), float32(b.CrossTalk)
	type level struct {
		phase float64
		k     uint16
	}
	var all []level
	for k, s := range states {
		f.low, f.high = min(f.low, s.Phase), max(f.high, s.Phase)
		all = append(all, level{s.Phase, uint16(k)})
	}
	if f.high-f.low < math.Pi {
		return nil, errs.New("fourier: the phase panel's levels reach over ", f.high-f.low, " rad: a mask wants half a turn or more")
	}
	slices.SortFunc(all, func(a, b level) int {
		if a.phase < b.phase {
			return -1
		}
		return 1
	})
	size := g.Len()

	// What is meant, in the middle of the panel: its light is that of the mask in the middle of the light, but for a phase.
	meant := make([]complex64, size)
	for i, p := range phase {
		s, c := math.Sincos(float64(p))
		meant[(g.Ny/2-side/2+i/side)*g.Nx+g.Nx/2-side/2+i%side] = complex(float32(c), float32(s))
	}
	want := f.transform(meant)
	for i := range want {
		s, c := math.Sincos(-2 * math.Pi * (b.Centre[0]*float64(i%f.side()-f.half) + b.Centre[1]*float64(i/f.side()-f.half)) / float64(n))
		want[i] *= complex(float32(c), float32(s))
	}
	dx, dy := int(math.Round(b.Centre[0])), int(math.Round(b.Centre[1]))
	for i := range f.phase {
		x, y := i%g.Nx-g.Nx/2+side/2-dx, i/g.Nx-g.Ny/2+side/2-dy
		p := math.Pi * float64((i%g.Nx+i/g.Nx)%2) // beside the mask light goes far aside
		if x >= 0 && y >= 0 && x < side && y < side {
			p = float64(phase[y*side+x]) + float64(b.Correction[i])
		}
		f.phase[i] = float32(f.within(p))
		s, c := math.Sincos(float64(b.Correction[i]))
		f.correct[i] = complex(float32(c), float32(s))
	}
	f.fit(want)
	levels := make([]uint16, size)
	for i, p := range f.phase {
		k, _ := slices.BinarySearchFunc(all, float64(p), func(l level, p float64) int {
			if l.phase < p {
				return -1
			}
			return 1
		})
		if k == len(all) || k > 0 && float64(p)-all[k-1].phase < all[k].phase-float64(p) {
			k--
		}
		levels[i] = all[k].k
	}
	return levels, nil
}
