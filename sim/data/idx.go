package data

import (
	"encoding/binary"
	"strconv"

	"talbot/sim/errs"
)

// An IDX file is big-endian: a magic of two zeros, a type (8 is unsigned byte)
// and the number of dimensions; then each dimension; then the values, the last
// dimension fastest.
const (
	imagesMagic = 0x00000803 // [n][y][x] bytes
	labelsMagic = 0x00000801 // [n] bytes

	imagesHeader = 16
	labelsHeader = 8

	// maxSide keeps the product of the dimensions far from overflow.
	maxSide = 1 << 12
)

// ReadIDX reads a set from the bytes of an images file (magic 0x803) and of its
// labels file (0x801), both unpacked. Name goes into messages and chooses the
// class names. The set aliases both inputs and nothing else is allocated, so a
// header that promises more than the file holds costs nothing.
//
// A wrong magic, an impossible size, a byte too few or too many, different
// counts and a label outside the classes are errors.
func ReadIDX(name string, images, labels []byte) (*Set, error) {
	n, h, w, err := imagesShape(images)
	if err != nil {
		return nil, errs.New(name, " images file: ", err)
	}
	labelCount, err := labelsShape(labels)
	if err != nil {
		return nil, errs.New(name, " labels file: ", err)
	}
	if n != labelCount {
		return nil, errs.New(name, ": ", n, " images but ", labelCount,
			" labels: take both files from the same set, train or t10k")
	}
	s := &Set{
		Name: name, Width: w, Height: h, Classes: ClassNames(name),
		Images: images[imagesHeader:], Labels: labels[labelsHeader:],
	}
	for i, label := range s.Labels {
		if int(label) >= len(s.Classes) {
			return nil, errs.New(name, " labels file: label ", i, " is ", int(label), ", want 0 to ",
				len(s.Classes)-1, ": the file is damaged, or not of a set of ", len(s.Classes), " classes")
		}
	}
	return s, nil
}

// WriteIDX is the images file and the labels file of a set; ReadIDX reads them.
func WriteIDX(s *Set) (images, labels []byte) {
	u32 := binary.BigEndian.AppendUint32
	images = make([]byte, 0, imagesHeader+len(s.Images))
	for _, v := range []int{imagesMagic, s.Len(), s.Height, s.Width} {
		images = u32(images, uint32(v))
	}
	labels = make([]byte, 0, labelsHeader+len(s.Labels))
	for _, v := range []int{labelsMagic, s.Len()} {
		labels = u32(labels, uint32(v))
	}
	return append(images, s.Images...), append(labels, s.Labels...)
}

func imagesShape(b []byte) (n, h, w int, err error) {
	if err := header(b, imagesMagic, imagesHeader); err != nil {
		return 0, 0, 0, err
	}
	n, h, w = be32(b[4:]), be32(b[8:]), be32(b[12:])
	if h < 1 || h > maxSide || w < 1 || w > maxSide {
		return 0, 0, 0, errs.New("images of ", w, " by ", h, " pixels, want 1 to ", maxSide, " each way: the header is damaged")
	}
	return n, h, w, length(b, imagesHeader, n, int64(h)*int64(w))
}

func labelsShape(b []byte) (n int, err error) {
	if err := header(b, labelsMagic, labelsHeader); err != nil {
		return 0, err
	}
	n = be32(b[4:])
	return n, length(b, labelsHeader, n, 1)
}

// header checks that b starts with the magic and has a whole header.
func header(b []byte, magic, size int) error {
	if len(b) >= 2 && b[0] == 0x1f && b[1] == 0x8b {
		return errs.New("is gzip-compressed: unpack it first")
	}
	if len(b) < size {
		return errs.New("has ", len(b), " bytes, fewer than the ", size, " of an IDX header: the file is cut short")
	}
	got := be32(b)
	switch {
	case got == magic:
		return nil
	case got == labelsMagic || got == imagesMagic:
		return errs.New("this is the other one of the two files: give the images (idx3) first, then the labels (idx1)")
	}
	return errs.New("starts with 0x", hex(got), ", want 0x", hex(magic), ": not an IDX file of bytes with the right number of dimensions")
}

// length checks that b is a header and n items of size bytes, to the byte.
func length(b []byte, header, n int, size int64) error {
	if n == 0 {
		return errs.New("its header says that it is empty: get the file again")
	}
	have, want := int64(len(b)-header), int64(n)*size
	switch {
	case have < want:
		return errs.New("has ", int(have), " bytes of ", int(want), " after its header: the file is cut short, get it again")
	case have > want:
		return errs.New("has ", int(have-want), " bytes too many: the file is damaged, get it again")
	}
	return nil
}

// hex is v as eight hexadecimal digits.
func hex(v int) string {
	s := strconv.FormatInt(int64(v), 16)
	return "00000000"[:8-len(s)] + s
}

// be32 is the big-endian word at the start of b. Talbot builds for 64-bit
// machines and wasm, where int holds it.
func be32(b []byte) int { return int(binary.BigEndian.Uint32(b)) }
