package rig

// lanes is what rows of cells are a multiple of, for the vectors of a processor.
const lanes = 8

// Loops that most of MeasureSymmetry's time goes to, as the processor does them fastest.
var (
	products = productsOf
	along    = alongOf
	addTo    = addToOf
	addConj  = addConjOf
)

// productsOf leaves in u, for each cell, the sum over its pixels of hb fa - ha fb.
func productsOf(u, ha, fa, hb, fb apart) {
	n := len(u.re)
	clear(u.re)
	clear(u.im)
	for i := 0; i < len(ha.re); i += n {
		ur, ui := u.re[:n], u.im[:n]
		har, hai, far, fai := ha.re[i:][:n], ha.im[i:][:n], fa.re[i:][:n], fa.im[i:][:n]
		hbr, hbi, fbr, fbi := hb.re[i:][:n], hb.im[i:][:n], fb.re[i:][:n], fb.im[i:][:n]
		for x := range ur {
			ur[x] += hbr[x]*far[x] - hbi[x]*fai[x] - har[x]*fbr[x] + hai[x]*fbi[x]
			ui[x] += hbr[x]*fai[x] + hbi[x]*far[x] - har[x]*fbi[x] - hai[x]*fbr[x]
		}
	}
}

// alongOf leaves in line, real and imaginary part, the sums of a row with each row of cosines.
func alongOf(line []float64, cosines [][]float64, re, im []float64) {
	for p, w := range cosines {
		var a, b float64
		im, w := im[:len(re)], w[:len(re)]
		for x, v := range re {
			a, b = a+w[x]*v, b+w[x]*im[x]
		}
		line[2*p], line[2*p+1] = a, b
	}
}

// addToOf adds so many times v.
func addToOf(to, v []float64, by float64) {
	to = to[:len(v)]
	for k, x := range v {
		to[k] += by * x
	}
}

// addConjOf adds complex numbers v times the conjugate of one.
func addConjOf(to, v []float64, re, im float64) {
	to = to[:len(v)]
	for k := 0; k+1 < len(v); k += 2 {
		to[k], to[k+1] = to[k]+re*v[k]+im*v[k+1], to[k+1]+re*v[k+1]-im*v[k]
	}
}
