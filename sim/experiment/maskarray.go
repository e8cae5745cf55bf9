package experiment

// What the numbers of masks outside Talbot are. The first four are the names that
// arrays have in files; the others only a person can tell.
const (
	Radians   = "radians"   // phases of phase masks
	Amplitude = "amplitude" // 0 to 1, of amplitude masks
	Logits    = "logits"    // v of amplitude masks, whose amplitude is 1/(1 + exp(-v)): what is trained
	Levels    = "levels"    // of a display's masks, counted from 0
	Degrees   = "degrees"   // phases of phase masks
	Bytes     = "bytes"     // what MaskBytes gives
)

// MaskKinds are all of those.
var MaskKinds = []string{Radians, Amplitude, Logits, Levels, Degrees, Bytes}

// MaskArray is the masks of all networks as a file has them.
type MaskArray struct {
	Kind   string    // one of MaskKinds; "" if nobody says
	Type   string    // NumPy's name of the numbers' type; it counts where Kind is ""
	Values []float32 // [mask][y][x]
	Curve  string    // CurveHash of what levels were made for; "" if unknown
}

// BytesArray is what MaskBytes gave, as an array.
func BytesArray(b []byte) *MaskArray {
	a := &MaskArray{Kind: Bytes, Type: "uint8", Values: make([]float32, len(b))}
	for i, v := range b {
		a.Values[i] = float32(v)
	}
	return a
}
