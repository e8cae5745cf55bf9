package experiment

import (
	"encoding/binary"
	"math"

	"talbot/sim/errs"
)

// Frame is one picture of the whole bench: the light of one input on its way
// from the source to the detector, and what the network makes of it. Every front
// end draws from it, so it is small: intensities and phases are bytes.
//
// Planes are numbered along the light: plane 0 is the source, planes 1 to L are
// the masks (the light that arrives there), plane L+1 is the detector. Gap g is
// the space from plane g to plane g+1.
type Frame struct {
	N          int     // samples along x and along y of every plane
	Pitch      float32 // sample spacing, m
	Wavelength float32 // m
	Distance   float32 // length of every gap, m

	// Masks has one [N][N] array a layer: the phase that the mask adds, where
	// byte b is 2 pi b/256 rad.
	Masks [][]byte
	// Amplitude is empty for phase masks; else one [N][N] array a layer, the
	// amplitude transmission, where byte b is b/255.
	Amplitude [][]byte

	// Planes has L+2 arrays [N][N]: 255 sqrt(I/Peak) of the intensity I.
	Planes [][]byte
	// Peak is the largest intensity of each plane, relative to the brightest
	// point that a full-scale input pixel gives at the source.
	Peak []float32
	// Power is the power in each plane, as a share of that of the encoded light, behind the
	// picture.
	Power []float32

	// Ribbon has one array [Steps][N] a gap: the x-z slice of the intensity at
	// row y = N/2, Steps equally spaced depths from just behind plane g to just
	// before plane g+1; 255 sqrt(I/RibbonPeak).
	Ribbon     [][]byte
	Steps      int
	RibbonPeak float32

	// Network is the network that the frame shows, counted from 0, of so many side by
	// side; 0 of them stands for 1. Each gets 1/Networks of the source's power, and Peak
	// and Power are relative to that.
	Network, Networks int

	Regions   []Rect    // the regions of its detector
	Readings  []float32 // what each region reads
	Scores    []float32 // softmax of the logits, of all classes; 0 when there is nothing to read
	Label     int       // the true class, or -1 when it is not known
	Predicted int       // the class with the highest score; -1 for none or two
}

// Rect is a detector region in samples: X0 <= x < X1, Y0 <= y < Y1.
type Rect struct{ X0, Y0, X1, Y1 int }

// Class tells for which class region k speaks, and whether it speaks against it, as
// the second region of a class does.
func (f *Frame) Class(k int) (class int, against bool) {
	each := max(1, len(f.Regions)*max(1, f.Networks)/max(1, len(f.Scores)))
	k += f.Network * len(f.Regions)
	return k / each, k%each > 0
}

// MaskNumber is what mask i of the frame, counted from 0, is called, as in
// Config.MaskNumber.
func (f *Frame) MaskNumber(i int) string {
	c := Config{Networks: max(1, f.Networks), Layers: len(f.Masks)}
	return c.MaskNumber(f.Network*len(f.Masks) + i)
}

// frameMagic starts an encoded frame; the last byte is the version.
const frameMagic = "TBF2"

// AppendBinary appends the frame in Talbot's frame format: little-endian, the
// magic "TBF2", then 32-bit words
//
//	N, layers, has-amplitude, steps, classes, regions, network, networks, label, predicted (int32)
//	pitch, wavelength, distance, ribbon peak (float32)
//	peak[layers+2], power[layers+2], readings[regions], scores[classes] (float32)
//	x0, y0, x1, y1 of each region (int32)
//
// then bytes: the masks, the amplitudes if any, the planes, the ribbon, in the
// order of the light. The page's site/frame.js reads the same format.
func (f *Frame) AppendBinary(b []byte) ([]byte, error) {
	i32 := func(v int) { b = binary.LittleEndian.AppendUint32(b, uint32(int32(v))) }
	f32 := func(v ...float32) {
		for _, x := range v {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
		}
	}
	layers, amplitude := len(f.Masks), 0
	if len(f.Amplitude) > 0 {
		amplitude = 1
	}
	b = append(b, frameMagic...)
	for _, v := range []int{f.N, layers, amplitude, f.Steps, len(f.Scores), len(f.Regions), f.Network, max(1, f.Networks), f.Label, f.Predicted} {
		i32(v)
	}
	f32(f.Pitch, f.Wavelength, f.Distance, f.RibbonPeak)
	f32(f.Peak...)
	f32(f.Power...)
	f32(f.Readings...)
	f32(f.Scores...)
	for _, r := range f.Regions {
		i32(r.X0)
		i32(r.Y0)
		i32(r.X1)
		i32(r.Y1)
	}
	for _, set := range [][][]byte{f.Masks, f.Amplitude, f.Planes, f.Ribbon} {
		for _, a := range set {
			b = append(b, a...)
		}
	}
	if want := frameSize(f.N, layers, amplitude, f.Steps, len(f.Scores), len(f.Regions)); len(b) != want {
		return nil, errs.New("experiment: frame arrays do not match its shape: ", len(b), " bytes, want ", want)
	}
	return b, nil
}

func frameSize(n, layers, amplitude, steps, classes, regions int) int {
	words := 1 + 10 + 4 + 2*(layers+2) + classes + 5*regions
	return 4*words + n*n*(layers*(1+amplitude)+layers+2) + (layers+1)*steps*n
}

// UnmarshalBinary reads what AppendBinary wrote. The arrays alias b.
func (f *Frame) UnmarshalBinary(b []byte) error {
	total := len(b)
	if total < 4*15 || string(b[:4]) != frameMagic {
		return errs.New("experiment: not a frame: want the magic ", frameMagic)
	}
	b = b[4:]
	i32 := func() int {
		v := int(int32(binary.LittleEndian.Uint32(b)))
		b = b[4:]
		return v
	}
	f32 := func() float32 { return math.Float32frombits(uint32(i32())) }
	n, layers, amplitude, steps, classes, regions, network, networks := i32(), i32(), i32(), i32(), i32(), i32(), i32(), i32()
	label, predicted := i32(), i32()
	for _, v := range []int{n, layers, amplitude, steps, classes, regions, network, networks - 1 - network} {
		if v < 0 || v > 1<<13 {
			return errs.New("experiment: frame has an impossible shape")
		}
	}
	if all := regions * networks; all != classes && all != 2*classes {
		return errs.New("experiment: frame has ", regions, " regions in each of ", networks, " networks for ", classes, " classes")
	}
	if want := frameSize(n, layers, amplitude, steps, classes, regions); total != want {
		return errs.New("experiment: frame is ", total, " bytes, its header asks for ", want)
	}
	*f = Frame{N: n, Steps: steps, Label: label, Predicted: predicted, Network: network, Networks: networks}
	f.Pitch, f.Wavelength, f.Distance, f.RibbonPeak = f32(), f32(), f32(), f32()
	floats := func(k int) []float32 {
		v := make([]float32, k)
		for i := range v {
			v[i] = f32()
		}
		return v
	}
	f.Peak, f.Power = floats(layers+2), floats(layers+2)
	f.Readings, f.Scores = floats(regions), floats(classes)
	f.Regions = make([]Rect, regions)
	for i := range f.Regions {
		f.Regions[i] = Rect{i32(), i32(), i32(), i32()}
	}
	arrays := func(k, size int) [][]byte {
		v := make([][]byte, k)
		for i := range v {
			v[i], b = b[:size:size], b[size:]
		}
		return v
	}
	f.Masks = arrays(layers, n*n)
	f.Amplitude = arrays(layers*amplitude, n*n)
	f.Planes = arrays(layers+2, n*n)
	f.Ribbon = arrays(layers+1, steps*n)
	return nil
}
