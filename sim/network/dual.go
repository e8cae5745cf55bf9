package network

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/modulator"
)

// Face is which of its two models a dual layer computes with.
type Face int

const (
	FaceArtificial Face = iota // a small convolution of complex channels, which is quick to train
	FaceOptical                // a 4-f layer with a mask, as it is built
)

// Dual is a layer with two faces (Yuan et al., "Training large-scale optoelectronic neural networks with
// dual-neuron optical-artificial learning", Nature Communications 14, 7110 (2023)): Fields of
// Tiling.In channels become Fields of Tiling.Out. Training goes through the artificial one;
// then the mask is fitted to its kernels, see train.Fit; and the optical one takes its place.
// To train through the optical face at once is what the paper calls single neurons.
type Dual struct {
	Tiling
	System FourF

	// Conv is the artificial face.
	Conv *ComplexConv
	// Mask is the phase of the optical one, [System.Mask][System.Mask] rad, and Gain what the field behind it is
	// multiplied by, so that its impulse response has the size of the kernels. Both are nil
	// until Show has made them.
	Mask *modulator.Phase
	Gain *Gain
	// Shown takes the place of Mask, unless nil: what a display shows of it.
	Shown modulator.Display

	plate *plate // phases of the inputs, nil for none
	name  string
	dev   compute.Device
	face  Face
}

// NewDual makes a layer with kernels of zeros, which shows its artificial face.
func NewDual(dev compute.Device, name string, t Tiling, system FourF) (*Dual, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	if err := system.Check(t.Region()); err != nil {
		return nil, errs.New("network: layer ", name, ": ", err.Error())
	}
	conv, err := NewComplexConv(dev, name+" kernels", t.In, t.Out, t.Kernel, t.Pad)
	return &Dual{Tiling: t, System: system, Conv: conv, name: name, dev: dev}, err
}

// Show turns a face to tapes that are recorded from now on. The optical one begins with a
// mask of zeros and a gain of 1.
func (d *Dual) Show(face Face) (err error) {
	if face == FaceOptical && d.Mask == nil {
		if d.Gain, err = NewGain(d.dev, d.name+" gain", 1); err != nil {
			return err
		}
		if d.Mask, err = modulator.NewPhase(d.dev, d.name+" mask", d.System.Grid(d.System.Mask), 1); err != nil {
			return err
		}
	}
	d.face = face
	return nil
}

// Face is the one that is shown.
func (d *Dual) Face() Face { return d.face }

// Vars are the kernels, or mask and gain, of the face that is shown.
func (d *Dual) Vars() []*compute.Var {
	if d.face == FaceArtificial {
		return d.Conv.Vars()
	}
	return []*compute.Var{d.Mask.Var(), d.Gain.W}
}

func (d *Dual) Forward(t *Tape, in Value) (Value, Back, error) {
	if d.face == FaceArtificial {
		return d.Conv.Forward(t, in)
	}
	front, err := d.System.Front(t.Device, d.Block(), t.Batch)
	if err != nil {
		return in, nil, err
	}
	back, err := d.System.Back(t.Device, d.Response(), t.Batch)
	if err != nil {
		return in, nil, err
	}
	block, mask, response := d.Kept()
	tiles := Chain{d.tile()}
	if d.plate != nil {
		tiles = append(tiles, d.plate)
	}
	return Chain{tiles, kept(block), d.lit(front), kept(mask), Free{back}, d.Gain, kept(response), d.read()}.Forward(t, in)
}

// Kept are the names of what passes of kind View keep of the light of the optical face: in the
// block that comes, behind the mask, and in the whole response.
func (d *Dual) Kept() (block, mask, response string) {
	return d.name + " block", d.name + " light at the mask", d.name + " response"
}

// kept is a layer that changes nothing: passes of kind View keep what goes through under its name.
type kept string

func (k kept) Vars() []*compute.Var { return nil }

func (k kept) Forward(t *Tape, in Value) (Value, Back, error) {
	if t.Kind == View {
		t.Keep(string(k), in)
	}
	return in, func(g Value, _ bool) (Value, error) { return g, nil }, nil
}

var _ Layer = (*Dual)(nil)
