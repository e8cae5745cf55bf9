package frame

import (
	"encoding/binary"
	"math"

	"talbot/sim/errs"
)

// magic starts an encoded frame; the last byte is the version.
const magic = "TBF3"

// AppendBinary appends the frame in Talbot's frame format: the magic "TBF3", then
// little-endian 32-bit words, and behind all words all bytes, in the same order. A
// text is a word with the number of its bytes, and these among the bytes; an array of
// bytes likewise; an array of numbers is a word with their number, and the numbers as float32.
//
//	planes, ribbons, panels, network, networks, label, predicted (int32)
//	wavelength, ribbon peak (float32); readings, scores (arrays of numbers)
//	of each plane: kind, Nx, Ny (int32), pitch, z, peak, power (float32), name (text),
//	    intensity, phase, amplitude (arrays of bytes, empty where there is none),
//	    regions (int32), and of each x0, y0, x1, y1, class, against (int32)
//	of each ribbon: plane, steps, Nx (int32), pitch (float32), values (bytes)
//	of each panel: id (text), shape (int32), title, note (texts), of x and y: label, unit (texts),
//	    min, max (float32); Nx, Ny, map, and 256 more when x is logarithmic, 512 when y is
//	    (int32), lo, hi (float32), image (bytes),
//	    names (int32, texts), series (int32), and of each name (text), points, class (int32), x, y (numbers)
//
// The page's site/frame.js reads the same format.
func (f *Frame) AppendBinary(b []byte) ([]byte, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	w := writer{words: append(b, magic...)}
	w.int(len(f.Planes), len(f.Ribbons), len(f.Panels), f.Network, max(1, f.Networks), f.Label, f.Predicted)
	w.float(f.Wavelength, f.RibbonPeak)
	w.floats(f.Readings)
	w.floats(f.Scores)
	for i := range f.Planes {
		w.plane(&f.Planes[i])
	}
	for _, r := range f.Ribbons {
		w.int(r.Plane, r.Steps, r.Nx)
		w.float(r.Pitch)
		w.array(r.Values)
	}
	for i := range f.Panels {
		w.panel(&f.Panels[i])
	}
	return append(w.words, w.bytes...), nil
}

type writer struct{ words, bytes []byte }

func (w *writer) int(v ...int) {
	for _, x := range v {
		w.words = binary.LittleEndian.AppendUint32(w.words, uint32(int32(x)))
	}
}

func (w *writer) float(v ...float32) {
	for _, x := range v {
		w.words = binary.LittleEndian.AppendUint32(w.words, math.Float32bits(x))
	}
}

func (w *writer) floats(v []float32) {
	w.int(len(v))
	w.float(v...)
}

func (w *writer) array(v []byte) {
	w.int(len(v))
	w.bytes = append(w.bytes, v...)
}

func (w *writer) text(s ...string) {
	for _, x := range s {
		w.int(len(x))
		w.bytes = append(w.bytes, x...)
	}
}

func (w *writer) flag(v bool) {
	k := 0
	if v {
		k = 1
	}
	w.int(k)
}

func (w *writer) plane(p *Plane) {
	w.int(int(p.Kind), p.Nx, p.Ny)
	w.float(p.Pitch, p.Z, p.Peak, p.Power)
	w.text(p.Name)
	w.array(p.Intensity)
	w.array(p.Phase)
	w.array(p.Amplitude)
	w.int(len(p.Regions))
	for _, r := range p.Regions {
		w.int(r.X0, r.Y0, r.X1, r.Y1, r.Class)
		w.flag(r.Against)
	}
}

func (w *writer) panel(p *Panel) {
	w.text(p.ID)
	w.int(int(p.Shape))
	w.text(p.Title, p.Note)
	for _, a := range [2]Axis{p.X, p.Y} {
		w.text(a.Label, a.Unit)
		w.float(a.Min, a.Max)
	}
	m := int(p.Map)
	if p.X.Log {
		m += logX
	}
	if p.Y.Log {
		m += logY
	}
	w.int(p.Nx, p.Ny, m)
	w.float(p.Lo, p.Hi)
	w.array(p.Image)
	w.int(len(p.Names))
	w.text(p.Names...)
	w.int(len(p.Series))
	for _, s := range p.Series {
		w.text(s.Name)
		w.flag(s.Points)
		w.int(s.Class)
		w.floats(s.X)
		w.floats(s.Y)
	}
}

// Check says what is wrong with the frame's shape, so that nobody who draws it indexes
// outside its arrays.
func (f *Frame) Check() error {
	if len(f.Planes) == 0 {
		return errs.New("frame: there are no planes")
	}
	if f.Network < 0 || f.Network >= max(1, f.Networks) {
		return errs.New("frame: it shows network ", f.Network, " of ", f.Networks)
	}
	for i := range f.Planes {
		p := &f.Planes[i]
		if p.Kind >= kinds || p.Nx < 1 || p.Ny < 1 || p.Nx > limit || p.Ny > limit || !(p.Pitch > 0) || !finite(p.Pitch) {
			return errs.New("frame: plane ", i, " has ", p.Nx, " x ", p.Ny, " samples at a pitch of ", p.Pitch, " m; all must be above 0")
		}
		for _, a := range [3][]byte{p.Intensity, p.Phase, p.Amplitude} {
			if a != nil && len(a) != p.Nx*p.Ny {
				return errs.New("frame: an array of plane ", i, " has ", len(a), " samples, want ", p.Nx*p.Ny)
			}
		}
		for _, r := range p.Regions {
			if r.X0 < 0 || r.Y0 < 0 || r.X1 > p.Nx || r.Y1 > p.Ny || r.X0 >= r.X1 || r.Y0 >= r.Y1 || r.Class < 0 {
				return errs.New("frame: a region of plane ", i, " is not in it")
			}
		}
		if !finite(p.Z) || i > 0 && p.Z < f.Planes[i-1].Z {
			return errs.New("frame: plane ", i, " stands at ", p.Z, " m, before the plane before it or nowhere")
		}
	}
	for _, r := range f.Ribbons {
		if r.Plane < 0 || r.Plane+1 >= len(f.Planes) || r.Steps < 1 || r.Nx < 1 || r.Steps > limit || r.Nx > limit || len(r.Values) != r.Steps*r.Nx || !(r.Pitch > 0) {
			return errs.New("frame: the slice behind plane ", r.Plane, " has ", len(r.Values), " samples for ", r.Steps, " depths of ", r.Nx)
		}
	}
	for i := range f.Panels {
		if err := f.Panels[i].Check(); err != nil {
			return err
		}
	}
	return nil
}

// What the word of the map has beside it: which axes are logarithmic.
const logX, logY = 256, 512

func finite(x float32) bool { return x-x == 0 }

// limit is the largest number of samples along a side.
const limit = 1 << 13

// Check says what is wrong with the panel's shape, so that nobody who draws it indexes
// outside its arrays.
func (p *Panel) Check() error {
	wrong := func(why string) error { return errs.New("frame: panel ", p.ID, " ", why) }
	if p.Shape >= shapes || p.Map >= maps {
		return wrong("is of no known shape or map")
	}
	for _, s := range p.Series {
		if p.Shape != Bars && p.Shape != Grid && len(s.X) != len(s.Y) {
			return wrong("has a curve whose x and y do not go together")
		}
	}
	bytes := p.Nx * p.Ny
	if p.Map == Complex {
		bytes *= 2
	}
	switch p.Shape {
	case Image:
		if p.Nx < 1 || p.Ny < 1 || p.Nx > limit || p.Ny > limit || len(p.Image) != bytes {
			return wrong("has an image that is not of its size")
		}
		if rows := p.Rows(); rows != nil && float64(len(rows)) != math.Floor(float64(p.Y.Max))-p.FirstRow()+1 {
			return wrong("has not one name for its colour bar and one for each whole number of its Y")
		}
	case Bars:
		if len(p.Series) != 1 || len(p.Series[0].Y) != len(p.Names) {
			return wrong("has not one bar a name")
		}
	case Grid:
		if p.Nx < 1 || p.Ny < 1 || p.Nx > limit || p.Ny > limit || len(p.Series) != 1 || len(p.Series[0].Y) != p.Nx*p.Ny || len(p.Names) != p.Nx+p.Ny {
			return wrong("has not one number a cell, or not one name a column and row")
		}
	}
	return nil
}
