package kernels

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/fmath"
	"talbot/sim/rng"
)

// Numbers of a frame buffer, of scope Sample, which has what differs from frame to frame of a
// bench with panels and cameras.
const (
	FrameNumber    = iota          // which frame it is, below 2^24: random numbers are drawn by it
	FrameElectrons                 // electrons of an intensity of 1 on a pixel
	FrameSeconds                   // for which it is exposed
	FrameReference                 // of the reference beam, re, im
	FrameWarp      = iota + 1      // six numbers: see Resample
	FrameRipple    = FrameWarp + 6 // cosine and sine of where in its period flicker is
	FramePhase     = FrameRipple + 2
)

// FrameNumbers is how many there are for so many panels: behind FramePhase each has the phase, rad, that
// is common to all its pixels.
func FrameNumbers(panels int) int { return FramePhase + panels }

// Panel is a panel of liquid crystal whose pixels show levels. On the way to its transmission
// come States, Mix and Transmission.
type Panel struct {
	Nx, Ny, Levels int
	Number         int     // which of the bench's panels it is
	Flicker        float64 // standard deviation of each pixel's phase over the flicker's period, rad
	Seed           uint64
	Stream         uint32 // see package rng

	CrossTalk float64 // share of its state that a pixel has from each of its four neighbours

	// Fringe are the weights of the phases of pixels -Reach to Reach along x at parts of a pixel, [part][2
	// Reach+1]; none for a phase that is the same all over the pixel.
	Fringe [][]float32
	Reach  int

	Modulated   float64    // t is Modulated times what the pixels do,
	Unmodulated complex128 // and Unmodulated
}

// States turns levels, which may lie between two, into amplitudes and phases: a curve's, joined by straight lines,
//
//	s = (A(level), gain P(level) + common + ripple cos + ripple' sin)
//
// with cosine and sine the frame's FrameRipple.
//
//	level   [n]
//	curve   [K][2]   amplitude and phase, rad
//	gain    [n]
//	ripple  [n][2]   Ripples, rad; not read of a panel without Flicker
//	frame   [FrameNumbers]
//	s       [n][2]   written
func (p Panel) States() compute.Kernel {
	n := p.Nx * p.Ny
	k := compute.Kernel{Name: "panel-states", Each: func(args [][]float32, _ []float32) {
		level, curve, gain, ripple, frame, s := args[0], args[1], args[2], args[3], args[4], args[5]
		common := frame[FramePhase+p.Number]
		for i, v := range level {
			v = max(0, min(v, float32(p.Levels-1)))
			low := min(int(v), max(p.Levels-2, 0))
			high, t := min(low+1, p.Levels-1), v-float32(low)
			phase := gain[i]*(curve[2*low+1]+float32(t*(curve[2*high+1]-curve[2*low+1]))) + common
			if p.Flicker > 0 {
				phase += float32(ripple[2*i]*frame[FrameRipple]) + float32(ripple[2*i+1]*frame[FrameRipple+1])
			}
			s[2*i], s[2*i+1] = curve[2*low]+float32(t*(curve[2*high]-curve[2*low])), phase
		}
	}}
	if compute.WithGPU {
		text := `let v = clamp($0[i], 0.0f, ` + f32(float64(p.Levels-1)) + `);
let low = min(u32(v), ` + u32(max(p.Levels-2, 0)) + `);
let high = min(low + 1u, ` + u32(p.Levels-1) + `);
let t = v - f32(low);
var phase = $2[i] * ($1[2u * low + 1u] + t * ($1[2u * high + 1u] - $1[2u * low + 1u])) + $4[` + u32(FramePhase+p.Number) + `];
`
		if p.Flicker > 0 {
			text += "phase += $3[i].x * $4[" + u32(FrameRipple) + "] + $3[i].y * $4[" + u32(FrameRipple+1) + "];\n"
		}
		k.GPU = &compute.Map{N: n, Code: compute.Code{Pairs: []int{3, 5}, Writes: []int{5},
			Text: text + "$5[i] = vec2f($1[2u * low] + t * ($1[2u * high] - $1[2u * low]), phase);"}}
	}
	return k
}

// Ripples are the parts of the pixels' flicker that go by a cosine and by a sine of its period, rad: [n][2], two normal numbers of its own for
// each pixel, the same in all frames; nil of a panel without Flicker.
func (p Panel) Ripples() []float32 {
	if p.Flicker <= 0 {
		return nil
	}
	r, stream := make([]float32, 2*p.Nx*p.Ny), rng.Stream{Seed: p.Seed, Stream: p.Stream}
	var two [4]float32 // pixels
	for i := 0; i < len(r); i += len(two) {
		normal4(&two, stream.Block(0, uint32(i/len(two))), float32(p.Flicker))
		copy(r[i:], two[:])
	}
	return r
}

func seedWGSL(seed uint64) string {
	return "vec2u(" + u32(int(uint32(seed))) + ", " + u32(int(seed>>32)) + ")"
}

// Mix gives each pixel a share of what its four neighbours do; at the edge a pixel is its own neighbour.
//
//	s   [Ny][Nx][2]  amplitudes and phases
//	to  [Ny][Nx][2]  written; must not be s
func (p Panel) Mix() compute.Kernel {
	nx, ny, share := p.Nx, p.Ny, float32(p.CrossTalk)
	k := compute.Kernel{Name: "panel-mix", Each: func(args [][]float32, _ []float32) {
		s, to := args[0], args[1]
		for y := range ny {
			up, down := max(y-1, 0)*nx, min(y+1, ny-1)*nx
			for x := range nx {
				i := y*nx + x
				left, right := y*nx+max(x-1, 0), y*nx+min(x+1, nx-1)
				for c := range 2 {
					v := s[2*i+c]
					to[2*i+c] = v + float32(share*(s[2*left+c]+s[2*right+c]+s[2*(up+x)+c]+s[2*(down+x)+c]-4*v))
				}
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: nx * ny, Code: compute.Code{Pairs: []int{0, 1}, Writes: []int{1}, Text: `const nx = ` + u32(nx) + `; const ny = ` + u32(ny) + `;
let x = i % nx; let y = i / nx;
let up = select(i - nx, i, y == 0u); let down = select(i + nx, i, y == ny - 1u);
let left = select(i - 1u, i, x == 0u); let right = select(i + 1u, i, x == nx - 1u);
$1[i] = $0[i] + ` + f32(p.CrossTalk) + ` * ($0[left] + $0[right] + $0[up] + $0[down] - 4.0f * $0[i]);`}}
	}
	return k
}

// Transmission is what a panel's pixels do to the light that the simulation's samples carry: the mean
// over the parts of a pixel, whose phases run into those of the neighbours along x,
//
//	t = Modulated mean_q A exp(i sum_j Fringe_qj P_j) + Unmodulated
//
//	s  [Ny][Nx][2]      amplitudes A and phases P
//	t  [Ny][Nx] complex  written; must not be s
func (p Panel) Transmission() compute.Kernel {
	nx, reach := p.Nx, p.Reach
	parts := p.Fringe
	if len(parts) == 0 {
		parts, reach = [][]float32{{1}}, 0
	}
	size := float32(p.Modulated / float64(len(parts)))
	re, im := float32(real(p.Unmodulated)), float32(imag(p.Unmodulated))
	k := compute.Kernel{Name: "panel-transmission", Each: func(args [][]float32, _ []float32) {
		s, t := args[0], args[1]
		for i := range len(s) / 2 {
			x, row := i%nx, i-i%nx
			a := size * s[2*i]
			var sumRe, sumIm float32
			for _, w := range parts {
				phase := float32(0)
				for j, f := range w {
					phase += float32(f * s[2*(row+max(0, min(x+j-reach, nx-1)))+1])
				}
				sin, cos := fmath.Sincos(float64(phase))
				sumRe += float32(cos)
				sumIm += float32(sin)
			}
			t[2*i], t[2*i+1] = float32(a*sumRe)+re, float32(a*sumIm)+im
		}
	}}
	if compute.WithGPU {
		text := "let x = i32(p % " + u32(nx) + "); let row = p - u32(x);\nvar sum = vec2f(0.0f, 0.0f); var phase = 0.0f;\n"
		if reach == 0 {
			text += "sum = cisWGSL($0[p].y);\n"
		} else {
			for _, w := range parts {
				text += "phase = 0.0f;\n"
				for j, f := range w {
					text += "phase += " + f32(float64(f)) + " * $0[row + u32(clamp(x + " + i32(j-reach) + ", 0i, " + i32(nx-1) + "))].y;\n"
				}
				text += "sum += cisWGSL(phase);\n"
			}
		}
		k.GPU = &compute.Plane{In: -1, Out: 1, Anywhere: []int{0}, Code: compute.Code{Functions: sincosWGSL, Pairs: []int{0, 1}, Writes: []int{1},
			Text: text + "v = " + f32(float64(size)) + " * $0[p].x * sum + vec2f(" + f32(float64(re)) + ", " + f32(float64(im)) + ");"}}
	}
	return k
}

// Fringes are Panel.Fringe for phases that run from a pixel into its neighbours as exp(-x/length) on the right
// and exp(x/(length/2)) on the left of where a pixel's field is, lengths in pixels: the
// field's integral over each pixel, at the middle of each of so many parts (Moser et al.,
// Optics Express 27, 25046 (2019), who measure it).
func Fringes(length float64, parts int) (weights [][]float32, reach int) {
	if !(length > 0) {
		return nil, 0
	}
	a, b := length, length/2
	below := func(x float64) float64 { // the integral up to x
		if x < 0 {
			return b / (a + b) * fmath.Exp(x/b)
		}
		return 1 - a/(a+b)*fmath.Exp(-x/a)
	}
	reach = int(math.Ceil(6*length)) + 1
	for q := range parts {
		x, sum := (float64(q)+0.5)/float64(parts), 0.0
		w := make([]float64, 2*reach+1)
		for j := range w {
			from := float64(j - reach)
			w[j] = below(x-from) - below(x-from-1)
			sum += w[j]
		}
		row := make([]float32, len(w))
		for j := range w {
			row[j] = float32(w[j] / sum)
		}
		weights = append(weights, row)
	}
	return weights, reach
}
