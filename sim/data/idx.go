package data

import (
	"strconv"

	"talbot/sim/errs"
)

// An IDX file is big-endian: a magic of two zeros, a type (8 is unsigned byte)
// and the number of dimensions; then each dimension; then the values, the last
// dimension fastest.
const (
	imagesMagic = 0x00000803 // [n][y][x] bytes
	labelsMagic = 0x00000801 // [n] bytes

	// maxSide keeps the product of the dimensions far from overflow.
	maxSide = 1 << 12
)

// ReadIDX reads a set from the bytes of an images file (magic 0x803, or of four
// dimensions: see readImages) and of its labels file (0x801, or of whole numbers of more
// bytes), both unpacked. Name goes into messages and chooses the class names: a set that
// Talbot does not know has as many classes as its largest label asks for, named by
// number. Pictures of bytes alias the input, so a header that promises more than the
// file holds costs nothing.
//
// A wrong magic, an impossible size, a byte too few or too many, different
// counts and a label outside the classes are errors.
func ReadIDX(name string, images, labels []byte) (*Set, error) {
	s, err := readImages(images)
	if err != nil {
		return nil, errs.New(name, " images file: ", err)
	}
	n := len(s.Images) / s.Pixels()
	s.Name = name
	if s.Labels, err = readLabels(labels); err != nil {
		return nil, errs.New(name, " labels file: ", err)
	}
	if n != len(s.Labels) {
		return nil, errs.New(name, ": ", n, " images but ", len(s.Labels),
			" labels: take both files from the same set, train or t10k")
	}
	s.Classes = namesFor(name, s.Labels)
	for i, label := range s.Labels {
		if int(label) >= len(s.Classes) {
			return nil, errs.New(name, " labels file: label ", i, " is ", int(label), ", want 0 to ",
				len(s.Classes)-1, ": the file is damaged, or not of a set of ", len(s.Classes), " classes")
		}
	}
	return s, nil
}

// readImages reads [n][y][x], or with four dimensions [n][channel][y][x] or
// [n][y][x][channel], where 1 to 4 are channels: grey values, as bytes or other whole numbers
// of 0 to 255, or numbers of 0 to 1.
func readImages(b []byte) (*Set, error) {
	f, err := readIDX(b)
	if err != nil {
		return nil, err
	}
	if len(f.dims) == 1 {
		return nil, swapped
	}
	if len(f.dims) != 3 && len(f.dims) != 4 {
		return nil, errs.New("starts with 0x", hex(f.magic()), ", want 0x", hex(imagesMagic), ": pictures have 3 dimensions (number, height, width) or 4 with the channels, not ", len(f.dims))
	}
	s := &Set{Height: f.dims[1], Width: f.dims[2], Channels: 1}
	last := false // the channels come last
	if len(f.dims) == 4 {
		if last = f.dims[1] > 4; last {
			s.Channels = f.dims[3]
		} else {
			s.Channels, s.Height, s.Width = f.dims[1], f.dims[2], f.dims[3]
		}
		if s.Channels < 1 || s.Channels > 4 {
			return nil, errs.New("pictures of ", f.dims[1], " x ", f.dims[2], " x ", f.dims[3], ": want 1 to 4 channels first or last")
		}
	}
	if w, h := s.Width, s.Height; h < 1 || h > maxSide || w < 1 || w > maxSide {
		return nil, errs.New("images of ", w, " by ", h, " pixels, want 1 to ", maxSide, " each way: the header is damaged")
	}
	if err := f.whole(); err != nil {
		return nil, err
	}
	if s.Images, err = f.greys(); err == nil && last {
		s.Images = Planar(s.Images, s.Width*s.Height, s.Channels)
	}
	return s, err
}

// Planar is pictures of so many pixels, whose channels come last, with them first.
func Planar(images []byte, pixels, channels int) []byte {
	if channels == 1 {
		return images
	}
	out := make([]byte, len(images))
	size := pixels * channels
	for from := 0; from+size <= len(images); from += size {
		for p := range pixels {
			for c := range channels {
				out[from+c*pixels+p] = images[from+p*channels+c]
			}
		}
	}
	return out
}

func readLabels(b []byte) ([]uint16, error) {
	f, err := readIDX(b)
	if err != nil {
		return nil, err
	}
	if len(f.dims) > 2 {
		return nil, swapped
	}
	if len(f.dims) != 1 || f.kind.float {
		return nil, errs.New("starts with 0x", hex(f.magic()), ", want 0x", hex(labelsMagic), ": labels are whole numbers in one dimension")
	}
	if err := f.whole(); err != nil {
		return nil, err
	}
	labels := make([]uint16, f.count())
	for i := range labels {
		v := f.at(i)
		if v < 0 || v >= MaxClasses {
			return nil, errs.New("label ", i, " is ", int(v), ", want 0 to ", MaxClasses-1)
		}
		labels[i] = uint16(v)
	}
	return labels, nil
}

var swapped = errs.New("this is the other one of the two files: give the images (idx3) first, then the labels (idx1)")

// WriteIDX is the images file and the labels file of a set; ReadIDX reads them. Sets of
// several channels have a file of four dimensions, channels first, and those of more than
// 256 classes labels of two bytes, or of four from 32,768 on, as these have a sign.
func WriteIDX(s *Set) (images, labels []byte) {
	dims := []int{s.Len(), s.Height, s.Width}
	if s.Channels > 1 {
		dims = []int{s.Len(), s.Channels, s.Height, s.Width}
	}
	images = append(idxHeader(8, dims...), s.Images...)
	switch {
	case len(s.Classes) <= 256:
		return images, append(idxHeader(8, s.Len()), s.LabelBytes()...)
	case len(s.Classes) <= 1<<15:
		return images, append(idxHeader(0x0b, s.Len()), s.LabelBytes()...)
	}
	labels = idxHeader(0x0c, s.Len())
	for _, v := range s.Labels {
		labels = append(labels, 0, 0, byte(v>>8), byte(v))
	}
	return images, labels
}

// hex is v as eight hexadecimal digits.
func hex(v int) string {
	s := strconv.FormatInt(int64(v), 16)
	return "00000000"[:8-len(s)] + s
}
