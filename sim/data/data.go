// Package data holds labelled examples: pictures, tables of numbers and windows of
// text. It reads pictures from IDX files, the format of MNIST and of the sets that
// follow it.
//
// The browser's engine links this package, so it reads bytes that others have
// fetched and unpacked: package open does so from a folder, package own from the
// user's files of other formats, package get from the world, and the page with fetch
// and DecompressionStream.
package data

import (
	"strconv"

	"talbot/sim/errs"
)

// Set is a set of pictures of one size with one label each.
type Set struct {
	Name          string // such as "mnist": for messages
	Note          string // what who read it found to say about it, or ""
	Width, Height int    // of every picture, in pixels
	Channels      int    // of every picture, such as 3 for red, green and blue; 0 stands for 1, grey
	Classes       []string
	Images        []byte   // [n][channel][y][x], 0 (background) to 255
	Labels        []uint16 // [n], each an index into Classes
}

// Len is the number of pictures.
func (s *Set) Len() int { return len(s.Labels) }

// Pixels is the number of values of one picture: channels x height x width.
func (s *Set) Pixels() int { return max(1, s.Channels) * s.Width * s.Height }

// Size tells how large each picture is, such as "28 x 28 pixels in grey": width, height and channels. It is "" for a text,
// whose examples are of one pixel.
func (s *Set) Size() string {
	if s.Width*s.Height <= 1 {
		return ""
	}
	in := " pixels in grey"
	if s.Channels > 1 {
		in = " pixels in " + strconv.Itoa(s.Channels) + " colours"
	}
	return strconv.Itoa(s.Width) + " x " + strconv.Itoa(s.Height) + in
}

// Image is picture i, [channel][y][x]. It aliases the set.
func (s *Set) Image(i int) []byte {
	size := s.Pixels()
	return s.Images[i*size : (i+1)*size : (i+1)*size]
}

// Slice is the pictures from <= i < to, which alias the set. It panics when they
// are not all there.
func (s *Set) Slice(from, to int) *Set {
	if from < 0 || to < from || to > s.Len() {
		panic("data: slice is outside the set")
	}
	size := s.Pixels()
	part := *s
	part.Images = s.Images[from*size : to*size : to*size]
	part.Labels = s.Labels[from:to:to]
	return &part
}

// First is the first n pictures, or all when there are fewer. They alias the set.
func (s *Set) First(n int) *Set { return s.Slice(0, max(0, min(n, s.Len()))) }

// Pick is a copy of the pictures of these numbers, in their order.
func (s *Set) Pick(numbers []int) *Set {
	part := *s
	part.Images = make([]byte, 0, len(numbers)*s.Pixels())
	part.Labels = make([]uint16, 0, len(numbers))
	for _, i := range numbers {
		part.Images = append(part.Images, s.Image(i)...)
		part.Labels = append(part.Labels, s.Labels[i])
	}
	return &part
}

// Balanced is a copy of the first perClass pictures of each class, in the order
// in which the set has them. It fails when a class has fewer.
func (s *Set) Balanced(perClass int) (*Set, error) {
	var numbers []int
	taken := make([]int, len(s.Classes))
	for i, label := range s.Labels {
		if taken[label] < perClass {
			taken[label]++
			numbers = append(numbers, i)
		}
	}
	for class, n := range taken {
		if n < perClass {
			return nil, errs.New(s.Name, ": class ", s.Classes[class], " has ", n,
				" pictures, not ", perClass, ": ask for fewer")
		}
	}
	return s.Pick(numbers), nil
}

// Grey is the set with one channel: s itself if it has one, else a copy in which red,
// green and blue are weighed as ITU-R BT.601 has luma, (299 R + 587 G + 114 B)/1000
// rounded, and other numbers of channels by their mean.
func (s *Set) Grey() *Set {
	channels := max(1, s.Channels)
	if channels == 1 {
		return s
	}
	weights := make([]int, channels)
	sum := channels
	for k := range weights {
		weights[k] = 1
	}
	if channels == 3 {
		weights, sum = []int{299, 587, 114}, 1000
	}
	size := s.Width * s.Height
	grey := *s
	grey.Channels, grey.Images = 1, make([]byte, s.Len()*size)
	for i := range s.Labels {
		image, out := s.Image(i), grey.Images[i*size:(i+1)*size]
		for p := range out {
			v := sum / 2
			for k, w := range weights {
				v += w * int(image[k*size+p])
			}
			out[p] = byte(v / sum)
		}
	}
	return &grey
}

// LabelBytes is the labels as a file has them: a byte each where the set has at most 256
// classes, else two, the more significant first.
func (s *Set) LabelBytes() []byte {
	if len(s.Classes) <= 256 {
		b := make([]byte, len(s.Labels))
		for i, v := range s.Labels {
			b[i] = byte(v)
		}
		return b
	}
	b := make([]byte, 0, 2*len(s.Labels))
	for _, v := range s.Labels {
		b = append(b, byte(v>>8), byte(v))
	}
	return b
}
