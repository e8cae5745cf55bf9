package view

import (
	"image"

	"talbot/render/colormap"
)

// nearest fills dst with the colours of the samples below its pixels.
func nearest(dst *image.RGBA, w, h int, entry func(i int) uint8, m *colormap.Map) {
	dw, dh := dst.Rect.Dx(), dst.Rect.Dy()
	last := -1
	for y := range dh {
		row := dst.Pix[y*dst.Stride : y*dst.Stride+4*dw]
		sy := y * h / dh
		if sy == last {
			copy(row, dst.Pix[(y-1)*dst.Stride:])
			continue
		}
		last = sy
		for x := range dw {
			put(row[4*x:], m, entry(sy*w+x*w/dw))
		}
	}
}

// smooth fills dst by value, which interpolates between four samples: x and y are
// 0..1 from the first sample on.
func smooth(dst *image.RGBA, w, h int, m *colormap.Map, value func(i00, i01, i10, i11 int, x, y float32) uint8) {
	dw, dh := dst.Rect.Dx(), dst.Rect.Dy()
	for y := range dh {
		y0, y1, fy := between(y, dh, h)
		row := dst.Pix[y*dst.Stride : y*dst.Stride+4*dw]
		for x := range dw {
			x0, x1, fx := between(x, dw, w)
			put(row[4*x:], m, value(y0*w+x0, y0*w+x1, y1*w+x0, y1*w+x1, fx, fy))
		}
	}
}

// between finds the two samples, of n, around the centre of pixel i of pixels.
func between(i, pixels, n int) (lo, hi int, t float32) {
	at := (float32(i)+0.5)*float32(n)/float32(pixels) - 0.5
	switch {
	case at <= 0:
		return 0, 0, 0
	case at >= float32(n-1):
		return n - 1, n - 1, 0
	}
	lo = int(at)
	return lo, lo + 1, at - float32(lo)
}

func put(pix []byte, m *colormap.Map, i uint8) {
	c := m[i]
	_ = pix[3]
	pix[0], pix[1], pix[2], pix[3] = c.R, c.G, c.B, 255
}
