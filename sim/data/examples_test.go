package data

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestReadIDXKinds(t *testing.T) {
	// Two pictures of 2 x 1 pixels, in every type of the format.
	for _, c := range []struct {
		code byte
		put  func([]byte, float64) []byte
		of   float64 // what full scale is
	}{
		{0x09, func(b []byte, v float64) []byte { return append(b, byte(v)) }, 127},
		{0x0b, func(b []byte, v float64) []byte { return binary.BigEndian.AppendUint16(b, uint16(v)) }, 255},
		{0x0c, func(b []byte, v float64) []byte { return binary.BigEndian.AppendUint32(b, uint32(v)) }, 255},
		{0x0d, func(b []byte, v float64) []byte {
			return binary.BigEndian.AppendUint32(b, math.Float32bits(float32(v)))
		}, 1},
		{0x0e, func(b []byte, v float64) []byte { return binary.BigEndian.AppendUint64(b, math.Float64bits(v)) }, 1},
	} {
		b := idxHeader(c.code, 2, 1, 2)
		for _, v := range []float64{0, 1, c.of, 0} {
			b = c.put(b, v)
		}
		s, err := ReadIDX("mine", b, append(idxHeader(8, 2), 0, 46))
		if err != nil {
			t.Errorf("type %#x: %v", c.code, err)
			continue
		}
		want := []byte{0, 1, byte(c.of), 0}
		if c.of == 1 {
			want = []byte{0, 255, 255, 0}
		}
		if !bytes.Equal(s.Images, want) || len(s.Classes) != 47 || s.Classes[46] != "46" {
			t.Errorf("type %#x: %v of %d classes, want %v of 47", c.code, s.Images, len(s.Classes), want)
		}
	}
	_, err := ReadIDX("mine", append(idxHeader(0x0d, 1, 1, 1), 0x7f, 0xc0, 0, 0), append(idxHeader(8, 1), 0))
	if err == nil || !strings.Contains(err.Error(), "value 0 is NaN, want 0 to 1") {
		t.Errorf("a picture that is no number: %v", err)
	}
}

func TestReadIDXChannels(t *testing.T) {
	// Three pixels of two pictures, red, green and blue: first and last.
	first := append(idxHeader(8, 2, 3, 1, 3), 1, 2, 3, 10, 20, 30, 100, 110, 120, 4, 5, 6, 40, 50, 60, 7, 8, 9)
	last := append(idxHeader(8, 1, 5, 1, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
	s, err := ReadIDX("mine", first, append(idxHeader(8, 2), 1, 0))
	if err != nil {
		t.Fatal(err)
	}
	if s.Channels != 3 || s.Width != 3 || s.Height != 1 || !bytes.Equal(s.Image(1), []byte{4, 5, 6, 40, 50, 60, 7, 8, 9}) {
		t.Errorf("%d channels of %d x %d, picture %v", s.Channels, s.Width, s.Height, s.Image(1))
	}
	if got := s.Grey().Image(0); !bytes.Equal(got, []byte{18, 25, 32}) { // 0.299 R + 0.587 G + 0.114 B
		t.Errorf("grey %v, want 18 25 32", got)
	}
	s, err = ReadIDX("mine", last, append(idxHeader(8, 1), 0))
	if err != nil {
		t.Fatal(err)
	}
	if s.Channels != 3 || s.Height != 5 || s.Width != 1 || !bytes.Equal(s.Images, []byte{1, 4, 7, 10, 13, 2, 5, 8, 11, 14, 3, 6, 9, 12, 15}) {
		t.Errorf("%d channels of %d x %d: %v", s.Channels, s.Width, s.Height, s.Images)
	}
}

func TestManyClasses(t *testing.T) {
	for _, classes := range []int{256, 257, 40000} {
		s := &Set{Width: 1, Height: 1, Images: make([]byte, 3), Labels: []uint16{0, uint16(classes - 1), 7}, Classes: Numbered(classes)}
		got, err := ReadIDX("mine", append(idxHeader(8, 3, 1, 1), 0, 0, 0), second(WriteIDX(s)))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.Labels, s.Labels) || len(got.Classes) != classes {
			t.Errorf("%d classes: labels %v of %d", classes, got.Labels, len(got.Classes))
		}
	}
}

func second(_, b []byte) []byte { return b }

func TestSetIsExamples(t *testing.T) {
	var e Examples = small(12, 5, 2)
	channels, height, width := e.Shape()
	dst := make([]float32, channels*height*width)
	e.Read(3, dst)
	if len(dst) != 10 || dst[0] != float32(30)/255 || e.Target(11) != 1 || len(e.ClassNames()) != 10 {
		t.Errorf("picture 3 %v, class of 11 is %d of %d", dst, e.Target(11), len(e.ClassNames()))
	}
}

func TestTablePictures(t *testing.T) {
	table := &Table{Name: "flowers", Columns: []string{"a", "b", "c", "d", "e"}, Classes: Numbered(2), Labels: []uint16{0, 1},
		Features: []float32{1, -2, 7, 0, 0.5, 3, 2, 7, 1, 0.25}}
	s, err := table.Pictures(table.Scale())
	if err != nil {
		t.Fatal(err)
	}
	if s.Width != 3 || s.Height != 2 || !bytes.Equal(s.Images, []byte{0, 0, 0, 0, 255, 0, 255, 255, 0, 255, 0, 0}) {
		t.Errorf("%d x %d: %v", s.Width, s.Height, s.Images)
	}
	// Another half has the first one's scale, and what leaves it is cut.
	test := table.Pick([]int{1})
	test.Features[0] = 2
	test.Features[1] = 9
	if s, err = test.Pictures(table.Scale()); err != nil || !bytes.Equal(s.Images[:3], []byte{128, 255, 0}) {
		t.Errorf("%v, %v", s.Images, err)
	}
	grey := &Table{Name: "pixels", Columns: []string{"a", "b"}, Classes: Numbered(2), Labels: []uint16{0}, Features: []float32{17, 200}}
	if s, err = grey.Pictures(grey.Scale()); err != nil || !bytes.Equal(s.Images, []byte{17, 200}) {
		t.Errorf("grey values became %v, %v", s.Images, err)
	}
}

func TestWindows(t *testing.T) {
	w, err := NewWindows("song", "abcaé", 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	dst := make([]float32, 2)
	w.Read(2, dst)
	if w.Len() != 3 || dst[0] != 2 || dst[1] != 0 || w.ClassNames()[w.Target(2)] != "é" {
		t.Errorf("%d windows, the last %v, then %q", w.Len(), dst, w.ClassNames()[w.Target(2)])
	}
	test, err := NewWindows("test", "cba", 1, w.Vocabulary)
	if err != nil || test.Target(0) != 1 {
		t.Errorf("%v, %v", test, err)
	}
	for text, want := range map[string]string{"ab": "has no window of 2", "abxa": `character 2, "x", is not in the vocabulary`} {
		if _, err := NewWindows("test", text, 2, w.Vocabulary); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
