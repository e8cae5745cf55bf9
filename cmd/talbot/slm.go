package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"regexp"
	"strconv"
)

// slmFlags choose the picture for an SLM that carries a mask in its middle.
type slmFlags struct {
	size       string     // "WxH", or "" for the mask's own
	scale      int        // SLM pixels along each side of a mask's pixel
	pitch      lengthFlag // of the SLM; 0: as scale makes it
	background int        // level around the mask
}

// slmFrame is that picture for masks of one size.
type slmFrame struct {
	w, h       int     // pixels of the SLM
	pitch      float64 // of the SLM, in metres
	ratio      float64 // SLM pixels along each side of a mask's pixel
	shown      []int   // along a side of the mask: the mask's pixel that each of the SLM's shows
	background uint16
}

// maxSLM is far above the pixels along the side of any SLM.
const maxSLM = 1 << 14

var sizeForm = regexp.MustCompile(`^([0-9]{1,5})x([0-9]{1,5})$`)

// frame makes the frame for masks of n x n pixels of the given pitch, in pictures of so
// many bits.
func (f *slmFlags) frame(n int, pitch float64, bits int) (*slmFrame, error) {
	s := &slmFrame{background: uint16(f.background)}
	var err error
	if err = f.resample(s, n, pitch); err != nil {
		return nil, err
	}
	if most := 1<<bits - 1; f.background < 0 || f.background > most {
		return nil, usage("--background: %d is not a level from 0 to %d", f.background, most)
	}
	side := len(s.shown)
	s.w, s.h = side, side
	if f.size == "" {
		return s, nil
	}
	m := sizeForm.FindStringSubmatch(f.size)
	if m == nil {
		return nil, usage("--size: %q is not a size such as 1920x1080", f.size)
	}
	s.w, _ = strconv.Atoi(m[1]) // at most five digits
	s.h, _ = strconv.Atoi(m[2])
	if s.w > maxSLM || s.h > maxSLM {
		return nil, usage("--size: %s is more than %d pixels along a side", f.size, maxSLM)
	}
	if side > s.w || side > s.h {
		smaller := "a smaller --scale"
		if f.pitch > 0 {
			smaller = "masks of fewer samples or a smaller pitch"
		}
		return nil, usage("--size: a mask of %d x %d, each pixel %s, needs %d x %d, more than %s: take a larger --size or %s",
			n, n, s.square(), side, side, f.size, smaller)
	}
	return s, nil
}

// resample finds which pixel of the mask each pixel of the SLM shows: the nearest
// one, when mask and SLM have their centres at the same place. Where a centre of
// the SLM's lies between two of the mask's, that is the second.
func (f *slmFlags) resample(s *slmFrame, n int, pitch float64) error {
	if f.pitch == 0 {
		if f.scale < 1 || f.scale*n > maxSLM {
			return usage("--scale: %d is outside 1 to %d, for masks of %d x %d", f.scale, maxSLM/n, n, n)
		}
		s.pitch = pitch / float64(f.scale)
	} else {
		if f.scale != 1 {
			return usage("--scale and --slm-pitch: each gives the size of the picture; leave one away")
		}
		s.pitch = float64(f.pitch)
	}
	s.ratio = pitch / s.pitch
	side := math.Round(float64(n) * s.ratio)
	if side < 1 || side > maxSLM {
		return usage("--slm-pitch: a mask that is %s wide would be %.0f pixels of %s, want 1 to %d", lengthText(float64(n)*pitch), side, lengthText(s.pitch), maxSLM)
	}
	s.shown = make([]int, int(side))
	for x := range s.shown {
		at := (float64(x)+0.5-side/2)/s.ratio + float64(n)/2
		s.shown[x] = max(0, min(n-1, int(math.Floor(at+1e-6))))
	}
	return nil
}

// square is the size of a mask's pixel in the SLM's, "8 x 8".
func (s *slmFrame) square() string {
	r := strconv.FormatFloat(s.ratio, 'g', 6, 64)
	return r + " x " + r
}

// whole tells whether all the mask's pixels have the same size on the SLM.
func (s *slmFrame) whole() bool { return math.Abs(s.ratio-math.Round(s.ratio)) < 1e-6 }

// corner is the SLM's pixel that shows the first of a mask. Where the frame cannot be
// split evenly, the mask is half a pixel to the left or above.
func (s *slmFrame) corner() (x, y int) {
	side := len(s.shown)
	return (s.w - side) / 2, (s.h - side) / 2
}

// encode writes the picture of one mask of n x n, [y][x], as PNG of 8 or 16 bits with the
// SLM's pitch.
func (s *slmFrame) encode(w io.Writer, mask []uint16, n, bits int) error {
	size := image.Rect(0, 0, s.w, s.h)
	var p interface {
		image.Image
		Set(x, y int, c color.Color)
	} = image.NewGray16(size)
	grey := func(v uint16) color.Color { return color.Gray16{Y: v} }
	if bits == 8 {
		p, grey = image.NewGray(size), func(v uint16) color.Color { return color.Gray{Y: byte(v)} }
	}
	for y := range s.h {
		for x := range s.w {
			p.Set(x, y, grey(s.background))
		}
	}
	x0, y0 := s.corner()
	for y, my := range s.shown {
		for x, mx := range s.shown {
			p.Set(x0+x, y0+y, grey(mask[my*n+mx]))
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		return err
	}
	_, err := w.Write(withPitch(b.Bytes(), s.pitch))
	return err
}

// meaning says how large a mask is on the SLM. Maskpitch is that of the mask.
func (s *slmFrame) meaning(maskPitch float64, given bool) string {
	pixel := fmt.Sprintf("one mask pixel of %s becomes %s panel pixels", lengthText(maskPitch), s.square())
	if !given {
		return pixel + ": right for a panel pitch of " + lengthText(s.pitch)
	}
	if !s.whole() {
		pixel += " (nearest neighbour)"
	}
	return fmt.Sprintf("%s of %s; a mask is %d x %d of them", pixel, lengthText(s.pitch), len(s.shown), len(s.shown))
}
