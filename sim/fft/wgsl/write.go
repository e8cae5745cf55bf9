package wgsl

import (
	"strconv"

	"talbot/sim/fft/gen/dft"
)

// Writer writes the statements of one shader's body.
type Writer struct {
	Text []byte
	temp int
}

// Line writes one line of text.
func (w *Writer) Line(parts ...string) {
	for _, p := range parts {
		w.Text = append(w.Text, p...)
	}
	w.Text = append(w.Text, '\n')
}

// Memory is how a transform reaches what its threads share.
type Memory struct {
	Thread  string                    // expression (u32): number of the thread on its line
	At      func(index string) string // element of workgroup memory, for an element of the line
	Split   bool                      // workgroup memory has f32: real and imaginary parts change places one after the other
	Twiddle func(index string) string // an element of Line.Stages as vec2f: threads side by side read side by side
	From    int                       // where those of the transform begin
}

// Declare writes the registers that Transform needs.
func (l Line) Declare(w *Writer, m Memory) {
	for i := range l.Registers() {
		w.Line("var ", reg(i), ": vec2f;")
		if m.Split {
			w.Line("var w", strconv.Itoa(i), ": f32;")
		}
	}
}

// Transform writes the transform of the registers v0, v1, ... With swap it is the
// inverse, unnormalised. All threads of a workgroup must come here together, and
// workgroup memory may be in use until they do.
func (l Line) Transform(w *Writer, m Memory, swap bool) {
	re, im := ".x", ".y"
	if swap {
		re, im = im, re
	}
	ns, stage := 1, 0
	for i, r := range l.Radices {
		for b := range l.butterflies(r) {
			l.guard(w, m, r, b, func(j string) {
				if ns > 1 {
					w.Line("let q = ", j, " % ", u(ns), ";")
					for k := 1; k < r; k++ {
						v := reg(b*r + k)
						w.Line("{ let c = ", m.Twiddle("q + "+u(m.From+stage+(k-1)*ns)), ";")
						if swap {
							w.Line(v, " = vec2f(", v, ".x * c.x + ", v, ".y * c.y, ", v, ".y * c.x - ", v, ".x * c.y); }")
						} else {
							w.Line(v, " = vec2f(", v, ".x * c.x - ", v, ".y * c.y, ", v, ".y * c.x + ", v, ".x * c.y); }")
						}
					}
				}
				in := make([]dft.Complex[string], r)
				for k := range in {
					v := reg(b*r + k)
					in[k] = dft.Complex[string]{Re: v + re, Im: v + im}
				}
				out := make([]dft.Complex[string], r)
				dft.WriteFewest(arithmetic{w}, in, func(k int, v dft.Complex[string]) { out[k] = v })
				for k, v := range out {
					if swap {
						v.Re, v.Im = v.Im, v.Re
					}
					w.Line(reg(b*r+k), " = vec2f(", v.Re, ", ", v.Im, ");")
				}
			})
		}
		if i+1 < len(l.Radices) {
			l.exchange(w, m, r, ns, l.Radices[i+1])
		}
		if ns > 1 {
			stage += (r - 1) * ns
		}
		ns *= r
	}
}

// exchange takes the elements from the order behind a stage of radix r to the one
// before a stage of radix next.
func (l Line) exchange(w *Writer, m Memory, r, ns, next int) {
	if !m.Split {
		l.exchangePart(w, m, r, ns, next, "", "")
		return
	}
	// The real parts come back into registers of their own, as the imaginary ones
	// are still to be written.
	l.exchangePart(w, m, r, ns, next, ".x", "w")
	l.exchangePart(w, m, r, ns, next, ".y", "")
	for b := range l.butterflies(next) {
		for k := range next {
			w.Line(reg(b*next+k), ".x = w", strconv.Itoa(b*next+k), ";")
		}
	}
}

// exchangePart exchanges the given component, into registers v or, by a prefix,
// others.
func (l Line) exchangePart(w *Writer, m Memory, r, ns, next int, part, into string) {
	w.Line("workgroupBarrier();")
	for b := range l.butterflies(r) {
		l.guard(w, m, r, b, func(j string) {
			w.Line("let o = (", j, " / ", u(ns), ") * ", u(ns*r), " + ", j, " % ", u(ns), ";")
			for k := range r {
				w.Line(m.At("o + "+u(k*ns)), " = ", reg(b*r+k), part, ";")
			}
		})
	}
	w.Line("workgroupBarrier();")
	for b := range l.butterflies(next) {
		l.guard(w, m, next, b, func(j string) {
			for k := range next {
				to := reg(b*next+k) + part
				if into != "" {
					to = into + strconv.Itoa(b*next+k)
				}
				w.Line(to, " = ", m.At(j+" + "+u(k*l.N/next)), ";")
			}
		})
	}
}

// guard writes butterfly b of a stage of radix r in a block of its own, with its
// number as j, for the threads that have one.
func (l Line) guard(w *Writer, m Memory, r, b int, body func(j string)) {
	w.Line("{ let j = ", m.Thread, " + ", u(b*l.Threads), ";")
	if all := l.N / r; (b+1)*l.Threads > all {
		w.Line("if (j < ", u(all), ") {")
		defer w.Line("}")
	}
	body("j")
	w.Line("}")
}

func reg(i int) string { return "v" + strconv.Itoa(i) }

func u(i int) string { return strconv.Itoa(i) + "u" }

// arithmetic writes operations on f32; its values are names or products of names.
type arithmetic struct{ *Writer }

func (a arithmetic) let(parts ...string) string {
	name := "r" + strconv.Itoa(a.temp)
	a.temp++
	a.Text = append(a.Text, "let "+name+" = "...)
	for _, p := range parts {
		a.Text = append(a.Text, p...)
	}
	a.Text = append(a.Text, ";\n"...)
	return name
}

func (a arithmetic) Add(x, y string) string       { return a.let(x, " + ", y) }
func (a arithmetic) Sub(x, y string) string       { return a.let(x, " - ", y) }
func (a arithmetic) Mul(x, y string) string       { return a.let(x, " * ", y) }
func (a arithmetic) MulAdd(x, y, z string) string { return a.let(x, " * ", y, " + ", z) }

// Constant is a literal, which WGSL rounds to float32.
func (a arithmetic) Constant(x float64) string {
	return "(" + strconv.FormatFloat(x, 'e', 9, 64) + "f)"
}

func (a arithmetic) Turn(x dft.Complex[string], re, im float64) dft.Complex[string] {
	c, s := a.Constant(re), a.Constant(im)
	return dft.Complex[string]{
		Re: a.let(x.Re, " * ", c, " - ", x.Im, " * ", s),
		Im: a.let(x.Re, " * ", s, " + ", x.Im, " * ", c),
	}
}
