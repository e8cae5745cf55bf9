package part

import (
	"bufio"
	"fmt"
	"image"
	"image/color"
	"io"
	"strconv"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// Grey is the value of a level in pictures of so many bits: from 0 to the greatest, equally
// spaced but for rounding.
func (p *Process) Grey(k uint16, bits int) uint16 {
	most, last := 1<<bits-1, p.Levels-1
	return uint16((2*int(k)*most + last) / (2 * last))
}

// WriteTIFF writes a plane as a grey TIFF of 16 bits, without compression.
func WriteTIFF(w io.Writer, p *Plane) error {
	m := image.NewGray16(image.Rect(0, 0, p.Side(), p.Side()))
	p.each(func(x, y int, k uint16) { m.SetGray16(x, y, color.Gray16{Y: p.Grey(k, 16)}) })
	return tiff.Encode(w, m, nil)
}

// WriteBMP writes a plane as a BMP with a palette of 256 greys.
func WriteBMP(w io.Writer, p *Plane) error {
	if p.Levels > 256 {
		return fmt.Errorf("%d levels do not fit the 256 greys of BMP: take TIFF, or fewer levels", p.Levels)
	}
	m := image.NewGray(image.Rect(0, 0, p.Side(), p.Side()))
	p.each(func(x, y int, k uint16) { m.SetGray(x, y, color.Gray{Y: byte(p.Grey(k, 8))}) })
	return bmp.Encode(w, m)
}

func (p *Plane) each(f func(x, y int, k uint16)) {
	row := make([]uint16, p.Side())
	for y := range p.Side() {
		p.Row(y, row)
		for x, k := range row {
			f(x, y, k)
		}
	}
}

// WriteTable writes a plane as a table of heights above the base in nanometres, or of shares of
// openings, a line for each row.
func WriteTable(w io.Writer, p *Plane) error {
	texts := make([][]byte, p.Levels)
	for k := range texts {
		v := float64(k) * p.Step() * 1e9
		if p.Openings {
			v = float64(k) / float64(p.Levels-1)
		}
		texts[k] = strconv.AppendFloat(nil, v, 'g', 9, 64)
	}
	out, last := bufio.NewWriterSize(w, 1<<16), p.Side()-1
	p.each(func(x, _ int, k uint16) {
		out.Write(texts[k]) // the error stays, and Flush tells it
		if x < last {
			out.WriteByte(',')
		} else {
			out.WriteByte('\n')
		}
	})
	return out.Flush()
}
