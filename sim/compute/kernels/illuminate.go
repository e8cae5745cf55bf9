package kernels

import (
	"talbot/sim/compute"
	"talbot/sim/fmath"
)

// Lit is constant light on a phase mask of Nx x Ny samples, which its kernels compute anew wherever they need it
// rather than keep it: of all planes only that of the mask itself has to be there.
//
//	light  [Ny][Nx] complex, or with Lines [Nx+Ny] complex: a function of x, then one of y, whose product it is
type Lit struct {
	Nx, Ny int
	Lines  bool
}

// at is the light on sample p.
func (l Lit) at(light []float32, p int) (re, im float32) {
	if !l.Lines {
		return light[2*p], light[2*p+1]
	}
	x, y := 2*(p%l.Nx), 2*(l.Nx+p/l.Nx)
	a, b, c, d := light[x], light[x+1], light[y], light[y+1]
	return float32(a*c) - float32(b*d), float32(a*d) + float32(b*c)
}

// wgsl is the same as text, of light in argument k.
func (l Lit) wgsl(k string) string {
	if !l.Lines {
		return "$" + k + "[i]"
	}
	return "cmul($" + k + "[i % " + u32(l.Nx) + "], $" + k + "[i / " + u32(l.Nx) + " + " + u32(l.Nx) + "])"
}

// kernel runs f for samples from to to-1, once for a batch of one.
func (l Lit) kernel(name string, f func(args [][]float32, from, to int), text string, functions string, pairs, writes, whole []int) compute.Kernel {
	n := l.Nx * l.Ny
	k := compute.Kernel{Name: name, Grain: functionGrain, Elements: func(int) int { return n }, Whole: whole,
		Batch: func(args [][]float32, _ []float32, _, from, to int) { f(args, from, to) }}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Text: text, Functions: functions, Pairs: pairs, Writes: writes}}
	}
	return k
}

// Illuminate is the light behind the mask, for the one sample that there is:
//
//	out = light exp(i phi)
//
//	phi    [n]          phase, rad
//	light               see Lit
//	out    [n] complex  written
func (l Lit) Illuminate() compute.Kernel {
	rest := func(args [][]float32, from, to int) {
		for i := from; i < to; i++ {
			s, c := fmath.Sincos(float64(args[0][i]))
			l.turn(args, i, float32(c), float32(s))
		}
	}
	return l.kernel("illuminate", func(args [][]float32, from, to int) {
		if vectorTransmission != nil {
			out := args[2]
			done := from + vectorTransmission(args[0][from:to], out[2*from:], 1)
			for i := from; i < done; i++ {
				l.turn(args, i, out[2*i], out[2*i+1])
			}
			from = done
		}
		rest(args, from, to)
	}, "$2[i] = cmul("+l.wgsl("1")+", cisWGSL($0[i]));", sincosWGSL, []int{1, 2}, []int{2}, []int{2})
}

// turn is out at i for exp(i phi) = c + i s.
func (l Lit) turn(args [][]float32, i int, c, s float32) {
	re, im := l.at(args[1], i)
	args[2][2*i] = float32(re*c) - float32(im*s)
	args[2][2*i+1] = float32(re*s) + float32(im*c)
}

// Adjoint gives the gradient with respect to the phase: with g that with respect to the light behind the mask,
//
//	dphi = Im(g conj(light exp(i phi))).
//
//	g      [n] complex
//	phi    [n]
//	light
//	dphi   [n]          written
func (l Lit) Adjoint() compute.Kernel {
	return l.kernel("illuminate-adjoint", func(args [][]float32, from, to int) {
		g, phi, d := args[0], args[1], args[3]
		var t [2 * litBlock]float32
		for ; from < to; from += litBlock {
			end := min(from+litBlock, to)
			cis(phi[from:end], t[:])
			for i := from; i < end; i++ {
				k := 2 * (i - from)
				re, im := l.at(args[2], i)
				er, ei := float32(re*t[k])-float32(im*t[k+1]), float32(re*t[k+1])+float32(im*t[k])
				d[i] = float32(g[2*i+1]*er) - float32(g[2*i]*ei)
			}
		}
	}, "let e = cmul("+l.wgsl("2")+", cisWGSL($1[i])); let g = $0[i]; $3[i] = g.y * e.x - g.x * e.y;", sincosWGSL, []int{0, 2}, []int{3}, []int{3})
}

// litBlock is how many phases are turned at a time.
const litBlock = 256

// cis is exp(i phi).
func cis(phi, t []float32) {
	i := 0
	if vectorTransmission != nil {
		i = vectorTransmission(phi, t, 1)
	}
	for ; i < len(phi); i++ {
		s, c := fmath.Sincos(float64(phi[i]))
		t[2*i], t[2*i+1] = float32(c), float32(s)
	}
}

// Retrieve is a step of phase retrieval after Gerchberg and Saxton (Optik 35, 237 (1972)): the mask
// gets the phase of the light behind it once that, E, has been moved so that the target comes of it,
//
//	phi = arg((E - factor g/w^2) conj(light)),   E = light exp(i phi)
//
// g the gradient with respect to E, and w Matched of m: see MatchedError.
//
//	g      [n] complex
//	light
//	m      [2]
//	phi    [n]          in: as it was, out: as it is then
func (l Lit) Retrieve(factor, most float64) compute.Kernel {
	f, top := float32(factor), float32(most)
	text := "let w = 1.0f / " + matchedWGSL(2, most) + "; let c = " + l.wgsl("1") + "; let e = cmul(c, cisWGSL($3[i])); let v = cmul(e - " + f32(factor) +
		" * w * w * $0[i], conj(c)); $3[i] = retrieveArg(v.x, v.y);"
	return l.kernel("retrieve", func(args [][]float32, from, to int) {
		g, phi := args[0], args[3]
		v := 1 / Matched(args[2], top)
		w := float32(f*v) * v
		var t [2 * litBlock]float32
		for ; from < to; from += litBlock {
			end := min(from+litBlock, to)
			cis(phi[from:end], t[:])
			for i := from; i < end; i++ {
				k := 2 * (i - from)
				re, im := l.at(args[1], i)
				er, ei := float32(re*t[k])-float32(im*t[k+1]), float32(re*t[k+1])+float32(im*t[k])
				phi[i] = arg32(mulConj(er-float32(w*g[2*i]), ei-float32(w*g[2*i+1]), re, im))
			}
		}
	}, text, sincosWGSL+"\n"+retrieveWGSL, []int{0, 1}, []int{3}, nil)
}
