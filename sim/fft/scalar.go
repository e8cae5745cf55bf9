package fft

// Each pass reads sub-transforms of radix*m points with stride s (in float32)
// from x and writes radix sub-transforms of m points with stride radix*s to y:
//
//	y[radix*p + j] = w^(p j) sum_k x[p + m k] exp(-2 pi i j k/radix)
//
// for p = 0..m-1. Products are converted explicitly, so that they are rounded
// before they are added on every platform.

func (ps *pass) radix2(y, x []float32, s int) {
	for p := range ps.m {
		wr, wi := ps.twiddle[2*p], ps.twiddle[2*p+1]
		a := x[s*p:][:s]
		b := x[s*(p+ps.m):][:len(a)]
		y0 := y[s*2*p:][:len(a)]
		y1 := y[s*(2*p+1):][:len(a)]
		for q := 0; q+1 < len(a); q += 2 {
			ar, ai, br, bi := a[q], a[q+1], b[q], b[q+1]
			y0[q], y0[q+1] = ar+br, ai+bi
			dr, di := ar-br, ai-bi
			y1[q] = float32(wr*dr) - float32(wi*di)
			y1[q+1] = float32(wr*di) + float32(wi*dr)
		}
	}
}

func (ps *pass) radix3(y, x []float32, s int) {
	const h = 0.86602540378443864676 // sin(2 pi/3)
	for p := range ps.m {
		w := ps.twiddle[4*p:][:4]
		w1r, w1i, w2r, w2i := w[0], w[1], w[2], w[3]
		a := x[s*p:][:s]
		b := x[s*(p+ps.m):][:len(a)]
		c := x[s*(p+2*ps.m):][:len(a)]
		y0 := y[s*3*p:][:len(a)]
		y1 := y[s*(3*p+1):][:len(a)]
		y2 := y[s*(3*p+2):][:len(a)]
		for q := 0; q+1 < len(a); q += 2 {
			sr, si := b[q]+c[q], b[q+1]+c[q+1]
			tr, ti := float32(h*(b[q]-c[q])), float32(h*(b[q+1]-c[q+1]))
			y0[q], y0[q+1] = a[q]+sr, a[q+1]+si
			ur, ui := a[q]-float32(0.5*sr), a[q+1]-float32(0.5*si)
			vr, vi := ur+ti, ui-tr
			y1[q] = float32(w1r*vr) - float32(w1i*vi)
			y1[q+1] = float32(w1r*vi) + float32(w1i*vr)
			vr, vi = ur-ti, ui+tr
			y2[q] = float32(w2r*vr) - float32(w2i*vi)
			y2[q+1] = float32(w2r*vi) + float32(w2i*vr)
		}
	}
}

func (ps *pass) radix4(y, x []float32, s int) {
	for p := range ps.m {
		w := ps.twiddle[6*p:][:6]
		w1r, w1i, w2r, w2i, w3r, w3i := w[0], w[1], w[2], w[3], w[4], w[5]
		a := x[s*p:][:s]
		b := x[s*(p+ps.m):][:len(a)]
		c := x[s*(p+2*ps.m):][:len(a)]
		d := x[s*(p+3*ps.m):][:len(a)]
		y0 := y[s*4*p:][:len(a)]
		y1 := y[s*(4*p+1):][:len(a)]
		y2 := y[s*(4*p+2):][:len(a)]
		y3 := y[s*(4*p+3):][:len(a)]
		for q := 0; q+1 < len(a); q += 2 {
			acr, aci := a[q]+c[q], a[q+1]+c[q+1]
			bdr, bdi := b[q]+d[q], b[q+1]+d[q+1]
			er, ei := a[q]-c[q], a[q+1]-c[q+1]
			// -i (b - d)
			fr, fi := b[q+1]-d[q+1], d[q]-b[q]
			y0[q], y0[q+1] = acr+bdr, aci+bdi
			vr, vi := er+fr, ei+fi
			y1[q] = float32(w1r*vr) - float32(w1i*vi)
			y1[q+1] = float32(w1r*vi) + float32(w1i*vr)
			vr, vi = acr-bdr, aci-bdi
			y2[q] = float32(w2r*vr) - float32(w2i*vi)
			y2[q+1] = float32(w2r*vi) + float32(w2i*vr)
			vr, vi = er-fr, ei-fi
			y3[q] = float32(w3r*vr) - float32(w3i*vi)
			y3[q+1] = float32(w3r*vi) + float32(w3i*vr)
		}
	}
}

func (ps *pass) radix5(y, x []float32, s int) {
	const (
		c1 = 0.30901699437494742410  // cos(2 pi/5)
		c2 = -0.80901699437494742410 // cos(4 pi/5)
		s1 = 0.95105651629515357212  // sin(2 pi/5)
		s2 = 0.58778525229247312917  // sin(4 pi/5)
	)
	for p := range ps.m {
		w := ps.twiddle[8*p:][:8]
		a := x[s*p:][:s]
		b := x[s*(p+ps.m):][:len(a)]
		c := x[s*(p+2*ps.m):][:len(a)]
		d := x[s*(p+3*ps.m):][:len(a)]
		e := x[s*(p+4*ps.m):][:len(a)]
		y0 := y[s*5*p:][:len(a)]
		y1 := y[s*(5*p+1):][:len(a)]
		y2 := y[s*(5*p+2):][:len(a)]
		y3 := y[s*(5*p+3):][:len(a)]
		y4 := y[s*(5*p+4):][:len(a)]
		for q := 0; q+1 < len(a); q += 2 {
			ar, ai := a[q], a[q+1]
			br, bi := b[q]+e[q], b[q+1]+e[q+1]
			er, ei := b[q]-e[q], b[q+1]-e[q+1]
			cr, ci := c[q]+d[q], c[q+1]+d[q+1]
			dr, di := c[q]-d[q], c[q+1]-d[q+1]
			y0[q], y0[q+1] = ar+(br+cr), ai+(bi+ci)
			// Even and odd parts of outputs 1, 4 and of 2, 3.
			ur, ui := ar+(float32(c1*br)+float32(c2*cr)), ai+(float32(c1*bi)+float32(c2*ci))
			tr, ti := float32(s1*ei)+float32(s2*di), -(float32(s1*er) + float32(s2*dr))
			vr, vi := ur+tr, ui+ti
			y1[q] = float32(w[0]*vr) - float32(w[1]*vi)
			y1[q+1] = float32(w[0]*vi) + float32(w[1]*vr)
			vr, vi = ur-tr, ui-ti
			y4[q] = float32(w[6]*vr) - float32(w[7]*vi)
			y4[q+1] = float32(w[6]*vi) + float32(w[7]*vr)
			ur, ui = ar+(float32(c2*br)+float32(c1*cr)), ai+(float32(c2*bi)+float32(c1*ci))
			tr, ti = float32(s2*ei)-float32(s1*di), float32(s1*dr)-float32(s2*er)
			vr, vi = ur+tr, ui+ti
			y2[q] = float32(w[2]*vr) - float32(w[3]*vi)
			y2[q+1] = float32(w[2]*vi) + float32(w[3]*vr)
			vr, vi = ur-tr, ui-ti
			y3[q] = float32(w[4]*vr) - float32(w[5]*vi)
			y3[q+1] = float32(w[4]*vi) + float32(w[5]*vr)
		}
	}
}

// general serves any radix r in r*r steps a butterfly.
func (ps *pass) general(y, x []float32, s int) {
	r := ps.radix
	for p := range ps.m {
		for j := range r {
			wr, wi := float32(1), float32(0)
			if j > 0 {
				k := 2 * (p*(r-1) + j - 1)
				wr, wi = ps.twiddle[k], ps.twiddle[k+1]
			}
			out := y[s*(r*p+j):][:s]
			for q := 0; q+1 < len(out); q += 2 {
				var sr, si float32
				for k := range r {
					c, d := ps.roots[2*(j*k%r)], ps.roots[2*(j*k%r)+1]
					i := s*(p+ps.m*k) + q
					sr += float32(c*x[i]) - float32(d*x[i+1])
					si += float32(c*x[i+1]) + float32(d*x[i])
				}
				out[q] = float32(wr*sr) - float32(wi*si)
				out[q+1] = float32(wr*si) + float32(wi*sr)
			}
		}
	}
}
