package kernels

import "talbot/sim/compute/gemm"

// pack writes lines i0 to i1-1 of a matrix in panels of width lines, [panel][depth][width],
// for depths k0 to k1-1: lines are rows and depths columns, or with cols the other way
// round. The last panel is filled up with zeros.
func (m *Matrix) pack(g *gemm.Micro, dst, src []float32, cols bool, i0, i1, k0, k1, width int) {
	line, depth := m.row, m.col
	if cols {
		line, depth = m.col, m.row
	}
	deep := k1 - k0
	for p := i0; p < i1; p += width {
		panel := dst[:deep*width]
		dst = dst[len(panel):]
		end := min(p+width, i1)
		if end-p < width {
			clear(panel)
		}
		if r := line(p, end); r.n == width && r.stride == 1 && m.Window == nil {
			for k := k0; k < k1; {
				d := depth(k, k1)
				for j := range d.n {
					copy(panel[(k-k0+j)*width:][:width], src[m.At+r.at+d.at+j*d.stride:])
				}
				k += d.n
			}
			continue
		}
		if r, d := line(p, end), depth(k0, k1); r.n == width && d.n == deep && d.stride == 1 && r.stride > 0 && m.Window == nil {
			g.Interleave(panel, src[m.At+r.at+d.at:], width, r.stride, deep)
			continue
		}
		if w := m.Window; w != nil && w.Spread == 1 && line(p, end).step == 1 {
			for i := p; i < end; {
				l := line(i, end)
				w.copyLines(panel[i-p:], src[m.At+l.at:], width, l, depth, k0, k1)
				i += l.n
			}
			continue
		}
		for i := p; i < end; {
			l := line(i, end)
			for j := range l.n {
				m.packLine(panel[i-p+j:], src, width, l, j, depth, k0, k1)
			}
			i += l.n
		}
	}
}

// packLine writes line j of the run l to every width-th number of dst.
func (m *Matrix) packLine(dst, src []float32, width int, l run, j int, depth func(i, to int) run, k0, k1 int) {
	w := m.Window
	for k := k0; k < k1; {
		d := depth(k, k1)
		out := dst[(k-k0)*width:]
		if w == nil {
			at := m.At + l.at + j*l.stride + d.at
			for i := range d.n {
				out[i*width] = src[at+i*d.stride]
			}
		} else {
			w.read(out, src[m.At+l.at+d.at:], width, d.n, l.y+d.y, l.x+j*l.step+d.x, d.step)
		}
		k += d.n
	}
}

// copyLines writes the lines of a run whose numbers lie next to each other in the pictures:
// those of each depth to the front of every width numbers of dst.
func (w *Window) copyLines(dst, sample []float32, width int, l run, depth func(i, to int) run, k0, k1 int) {
	for k := k0; k < k1; {
		d := depth(k, k1)
		y := l.y + d.y
		for j := range d.n {
			out := dst[(k-k0+j)*width:][:l.n]
			x := l.x + d.x + j*d.step
			if y < 0 || y >= w.Height || x >= w.Width || x+l.n <= 0 {
				clear(out)
				continue
			}
			from, to := max(0, -x), min(l.n, w.Width-x)
			clear(out[:from])
			clear(out[to:])
			copy(out[from:to], sample[d.at+y*w.Width+x+from:])
		}
		k += d.n
	}
}

// read writes n numbers of a channel from row y, from x on, step apart, to every width-th
// number of dst; zeros outside and between the samples.
func (w *Window) read(dst, channel []float32, width, n, y, x, step int) {
	inside := y >= 0 && y%w.Spread == 0 && y/w.Spread < w.Height
	for i := range n {
		at := x + i*step
		if inside && at >= 0 && at%w.Spread == 0 && at/w.Spread < w.Width {
			dst[i*width] = channel[y/w.Spread*w.Width+at/w.Spread]
		} else {
			dst[i*width] = 0
		}
	}
}

// packPairs is pack for the right factor of a product of complex matrices: complex line
// c gives two lines, and depth k two depths, of
//
//	re  im
//	-im re
//
// so that a row of pairs times it is the row of the product's pairs. The numbers count
// lines and depths of the real matrix, and are even; width is even.
func (m *Matrix) packPairs(dst, src []float32, sign float32, i0, i1, k0, k1, width int) {
	deep := k1 - k0
	for p := i0; p < i1; p += width {
		panel := dst[:deep*width]
		dst = dst[len(panel):]
		end := min(p+width, i1)
		if end-p < width {
			clear(panel)
		}
		for i := p / 2; i < end/2; i++ {
			l := m.col(i, i+1)
			for k := k0 / 2; k < k1/2; {
				d := m.row(k, k1/2)
				for j := range d.n {
					at := m.At + l.at + d.at + j*d.stride
					re, im := src[at], sign*src[at+1]
					out := panel[2*(k+j-k0/2)*width+2*i-p:]
					out[0], out[1], out[width], out[width+1] = re, im, -im, re
				}
				k += d.n
			}
		}
	}
}
