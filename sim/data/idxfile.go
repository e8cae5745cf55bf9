package data

import (
	"encoding/binary"
	"math"

	"talbot/sim/errs"
)

// idxKind is a type of an IDX file's values.
type idxKind struct {
	code  int
	size  int // bytes
	float bool
}

// kinds are the types that the format has; whole numbers have a sign but for code 8.
var kinds = []idxKind{{0x08, 1, false}, {0x09, 1, false}, {0x0b, 2, false}, {0x0c, 4, false}, {0x0d, 4, true}, {0x0e, 8, true}}

// maxDims is the number of dimensions of pictures with channels.
const maxDims = 4

// idxFile is an IDX file: its header, and the values behind it.
type idxFile struct {
	kind   idxKind
	dims   []int
	values []byte
}

// readIDX reads the header. That the values are all there whole tells.
func readIDX(b []byte) (f idxFile, err error) {
	if len(b) >= 2 && b[0] == 0x1f && b[1] == 0x8b {
		return f, errs.New("is gzip-compressed: unpack it first")
	}
	if len(b) < 8 {
		return f, errs.New("has ", len(b), " bytes, fewer than the 8 of an IDX header: the file is cut short")
	}
	for _, k := range kinds {
		if b[0] == 0 && b[1] == 0 && int(b[2]) == k.code {
			f.kind = k
		}
	}
	dims := int(b[3])
	if f.kind.size == 0 || dims < 1 || dims > maxDims {
		return f, errs.New("starts with 0x", hex(be32(b)), ", want 0x", hex(imagesMagic), " for images and 0x", hex(labelsMagic), " for labels: not an IDX file")
	}
	if len(b) < 4+4*dims {
		return f, errs.New("has ", len(b), " bytes, fewer than the ", 4+4*dims, " of an IDX header: the file is cut short")
	}
	for i := range dims {
		f.dims = append(f.dims, be32(b[4+4*i:]))
	}
	f.values = b[4+4*dims:]
	return f, nil
}

func idxHeader(code byte, dims ...int) []byte {
	b := []byte{0, 0, code, byte(len(dims))}
	for _, d := range dims {
		b = binary.BigEndian.AppendUint32(b, uint32(d))
	}
	return b
}

func (f idxFile) magic() int { return f.kind.code<<8 | len(f.dims) }

// count is the number of values; where the dimensions are checked it cannot overflow.
func (f idxFile) count() int {
	n := 1
	for _, d := range f.dims {
		n *= d
	}
	return n
}

// whole checks that the values are all there, to the byte.
func (f idxFile) whole() error {
	if f.dims[0] == 0 {
		return errs.New("its header says that it is empty: get the file again")
	}
	have, want := int64(len(f.values)), int64(f.kind.size)
	for _, d := range f.dims {
		want *= int64(d) // at most 2^32 pictures of 4 channels of 2^24 pixels of 8 bytes: 2^61
	}
	switch {
	case have < want:
		return errs.New("has ", int(have), " bytes of ", int(want), " after its header: the file is cut short, get it again")
	case have > want:
		return errs.New("has ", int(have-want), " bytes too many: the file is damaged, get it again")
	}
	return nil
}

// at is value i.
func (f idxFile) at(i int) float64 {
	b := f.values[i*f.kind.size:]
	switch f.kind.code {
	case 0x08:
		return float64(b[0])
	case 0x09:
		return float64(int8(b[0]))
	case 0x0b:
		return float64(int16(binary.BigEndian.Uint16(b)))
	case 0x0c:
		return float64(int32(binary.BigEndian.Uint32(b)))
	case 0x0d:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(b)))
	}
	return math.Float64frombits(binary.BigEndian.Uint64(b))
}

// greys are the values as grey values: bytes alias the file.
func (f idxFile) greys() ([]byte, error) {
	if f.kind.code == 8 {
		return f.values, nil
	}
	out := make([]byte, f.count())
	for i := range out {
		v, most, factor := f.at(i), 255.0, 1.0
		if f.kind.float {
			most, factor = 1, 255
		}
		if !(v >= 0 && v <= most) {
			return nil, errs.New("value ", i, " is ", v, ", want 0 to ", int(most), ", as of pictures of whole numbers to 255 and of others to 1")
		}
		out[i] = byte(factor*v + 0.5)
	}
	return out, nil
}

// be32 is the big-endian word at the start of b. Talbot builds for 64-bit
// machines and wasm, where int holds it.
func be32(b []byte) int { return int(binary.BigEndian.Uint32(b)) }
