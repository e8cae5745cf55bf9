package experiment

import (
	"math"

	"talbot/sim/errs"
)

// Giving is a session whose masks can be written into files ("files"): of a size and number that Size tells.
type Giving interface {
	MaskArray() (*MaskArray, error)
}

// Taking is a session that begins anew with masks of a file, or changes nothing and says why. A *ParamError of the name "masks-kind"
// asks what the numbers are.
type Taking interface {
	Giving
	TakeMasks(*MaskArray) error
}

// Phases are those of an array of masks of n x n pixels, [mask][n n] rad, or why its numbers are none.
func (a *MaskArray) Phases(masks, n int) ([][]float32, error) {
	if len(a.Values) != masks*n*n {
		return nil, errs.New("these masks have ", len(a.Values), " values, this network needs ", masks, " masks of ", n, " x ", n)
	}
	if err := a.Finite(n); err != nil {
		return nil, err
	}
	kind := a.Kind
	if kind == "" {
		var err error
		if kind, err = a.GuessPhases(); err != nil {
			return nil, err
		}
	}
	unit := 1.0
	switch kind {
	case Radians:
	case Degrees:
		unit = math.Pi / 180
	case Bytes:
		unit = 2 * math.Pi / 256
	default:
		return nil, errs.New(kind, " are not phases, as this network's masks are: load radians or degrees")
	}
	all := make([][]float32, masks)
	for i, v := range a.Values {
		if math.Abs(float64(v)) > MostPhase && kind != Bytes {
			return nil, errs.New(At(i, n), " is ", v, ", so large a phase that its digits are lost: take it modulo one turn first")
		}
		if kind == Bytes && !(v >= 0 && v <= 255 && float64(v) == math.Floor(float64(v))) {
			return nil, errs.New(At(i, n), " is ", v, ", and bytes are 0 to 255: load masks of another kind")
		}
		if unit != 1 {
			v = float32(float64(v) * unit)
		}
		all[i/(n*n)] = append(all[i/(n*n)], v)
	}
	return all, nil
}

// MostPhase is a phase whose last digits are lost in single precision.
const MostPhase = 1e5

// At says where value i stands in an array of masks of n x n pixels.
func At(i, n int) string {
	return errs.New("the value at [", i/(n*n), ", ", i/n%n, ", ", i%n, "]").Error()
}

// Finite refuses what is no number in an array of masks of n x n pixels.
func (a *MaskArray) Finite(n int) error {
	for i, v := range a.Values {
		if v-v != 0 {
			return errs.New(At(i, n), " is ", v, ", and masks are finite numbers: repair them where they come from")
		}
	}
	return nil
}

// InDoubt asks what the numbers of an array without a kind are, which may be several things.
func (a *MaskArray) InDoubt(could string) error {
	least, most := a.span()
	return Wrong("masks-kind", "nothing says what the numbers of this file are, ", least, " to ", most, " of type ", a.Type, "; they may be ", could)
}

func (a *MaskArray) span() (least, most float32) {
	least, most = float32(math.Inf(1)), float32(math.Inf(-1))
	for _, v := range a.Values {
		least, most = min(least, v), max(most, v)
	}
	return least, most
}

// FullByte is what the largest of the bytes of a phase mask exceeds, or nearly: 180 may be
// a degree, 213 the level of a display whose turn ends there, and 0 and 255 alone black
// and white.
const FullByte = 250

// GuessPhases is what the numbers of an array without a kind are for masks of phases, if that is beyond doubt.
func (a *MaskArray) GuessPhases() (string, error) {
	least, most := a.span()
	whole, grey := true, false
	for _, v := range a.Values {
		whole = whole && float64(v) == math.Floor(float64(v))
		grey = grey || v > 0 && v < 255
	}
	const tolerance = 1e-5 // of 2 pi, in half precision or cut off
	could := ""
	switch {
	case a.Type == "uint8" && most >= FullByte && grey:
		return Bytes, nil
	case least == 0 && most == 0:
		return Radians, nil
	case whole:
		could = "bytes, 0 to 255 for one turn, levels of a display, degrees or radians"
	case least < -math.Pi-tolerance || most > 2*math.Pi+tolerance:
		could = "degrees, or radians of more than one turn"
	case least >= -1 && most <= 1:
		could = "radians, turns, amplitudes or logits"
	case least >= -1 && most <= 2:
		could = "radians, or units of pi"
	default:
		return Radians, nil
	}
	return "", a.InDoubt(could)
}
