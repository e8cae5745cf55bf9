// Package view turns arrays of light into pictures, without a window.
//
// An array is [h][w], row after row, with h = len(a)/w. A picture is the whole
// destination, whatever its size: an array of 200 x 200 can fill 50 x 50 or
// 900 x 900 pixels. Functions panic when an array is not a whole number of rows.
package view

import (
	"image"
	"math"

	"talbot/render/colormap"
)

// Scaling says how a picture fills pixels that are not one to one with samples.
type Scaling int

const (
	Nearest Scaling = iota // every sample is a rectangle of one colour: true to the data
	Smooth                 // linear between samples: easier on the eye
)

// Sample is what an array may hold.
type Sample interface{ byte | float32 }

// Phase draws a phase with colormap.Phase. Bytes are 0..255 for 0..2 pi, float32
// are radians of any size. Smooth goes from one phase to the next the short way
// round.
func Phase[T Sample](dst *image.RGBA, a []T, w int, s Scaling) {
	h := rows(len(a), w)
	if s == Nearest {
		nearest(dst, w, h, func(i int) uint8 { return turns(a[i]) }, &colormap.Phase)
		return
	}
	smooth(dst, w, h, &colormap.Phase, func(i00, i01, i10, i11 int, x, y float32) uint8 {
		p := turns(a[i00])
		// Differences as int8 are the short way round.
		d01, d10, d11 := int8(turns(a[i01])-p), int8(turns(a[i10])-p), int8(turns(a[i11])-p)
		top := x * float32(d01)
		bottom := float32(d10) + x*(float32(d11)-float32(d10))
		return p + uint8(int(math.Round(float64(top+y*(bottom-top)))))
	})
}

// turns is a phase as a byte, 256 to the turn.
func turns[T Sample](v T) uint8 {
	switch v := any(v).(type) {
	case byte:
		return v
	case float32:
		return uint8(int64(math.Round(float64(v) * (128 / math.Pi))))
	}
	return 0
}

// Tone says how an intensity becomes a colour: the map's entry at
// (I/Peak)^Gamma.
type Tone struct {
	Map   *colormap.Map // nil is colormap.Intensity
	Gamma float64       // 0 means 0.5: proportional to the amplitude
	Peak  float32       // what the map ends at; 0 means the largest of the array
}

// Intensity draws an intensity. Bytes are 255 sqrt(I/Peak), as the planes of an
// frame.Frame are, so Tone.Peak is not used for them; float32 are
// intensities. Negative values and NaN are drawn as zero.
func Intensity[T Sample](dst *image.RGBA, a []T, w int, t Tone, s Scaling) {
	h := rows(len(a), w)
	m, entry := t.Map, tone(a, t)
	if m == nil {
		m = &colormap.Intensity
	}
	if s == Nearest {
		nearest(dst, w, h, func(i int) uint8 { return uint8(entry(a[i]) + 0.5) }, m)
		return
	}
	smooth(dst, w, h, m, func(i00, i01, i10, i11 int, x, y float32) uint8 {
		top := entry(a[i00])*(1-x) + entry(a[i01])*x
		bottom := entry(a[i10])*(1-x) + entry(a[i11])*x
		return uint8(top*(1-y) + bottom*y + 0.5)
	})
}

// tone returns the function from a sample to its place in the map, 0..255.
func tone[T Sample](a []T, t Tone) func(T) float32 {
	gamma := t.Gamma
	if gamma == 0 {
		gamma = 0.5
	}
	peak := float64(t.Peak)
	if peak <= 0 {
		for _, v := range a {
			peak = max(peak, float64(v))
		}
	}
	var bytes [256]float32
	for i := range bytes {
		bytes[i] = 255 * float32(math.Pow(float64(i)/255, 2*gamma))
	}
	return func(v T) float32 {
		switch v := any(v).(type) {
		case byte:
			return bytes[v]
		case float32:
			x := float64(v) / peak
			switch {
			case !(x > 0):
				return 0
			case x >= 1:
				return 255
			case gamma == 0.5:
				return 255 * float32(math.Sqrt(x))
			}
			return 255 * float32(math.Pow(x, gamma))
		}
		return 0
	}
}

func rows(n, w int) int {
	if w <= 0 || n%w != 0 || n == 0 {
		panic("view: the array is not a whole number of rows")
	}
	return n / w
}

// Transpose returns the [w][h] array of an [h][w] one. A frame's ribbon gap is
// [depth][x]; transposed, the light runs to the right.
func Transpose[T Sample](a []T, w int) []T {
	h := rows(len(a), w)
	b := make([]T, len(a))
	for y := range h {
		for x := range w {
			b[x*h+y] = a[y*w+x]
		}
	}
	return b
}
