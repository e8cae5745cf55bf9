package data

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// small is a set of n pictures of w by h pixels whose bytes count up.
func small(n, w, h int) *Set {
	s := &Set{Name: "mnist", Width: w, Height: h, Classes: ClassNames("mnist"),
		Images: make([]byte, n*w*h), Labels: make([]uint16, n)}
	for i := range s.Images {
		s.Images[i] = byte(i)
	}
	for i := range s.Labels {
		s.Labels[i] = uint16(i % 10)
	}
	return s
}

// edit is a copy of b with the big-endian word v at byte at.
func edit(b []byte, at int, v uint32) []byte {
	b = bytes.Clone(b)
	binary.BigEndian.PutUint32(b[at:], v)
	return b
}

func TestReadWriteIDX(t *testing.T) {
	want := small(23, 5, 3)
	images, labels := WriteIDX(want)
	got, err := ReadIDX("mnist", images, labels)
	if err != nil {
		t.Fatal(err)
	}
	if got.Len() != 23 || got.Width != 5 || got.Height != 3 || len(got.Classes) != 10 {
		t.Errorf("shape: %d pictures of %d by %d, %d classes", got.Len(), got.Width, got.Height, len(got.Classes))
	}
	if !bytes.Equal(got.Images, want.Images) || !slices.Equal(got.Labels, want.Labels) {
		t.Error("the bytes changed")
	}
	if first := got.Image(2)[0]; first != 30 {
		t.Errorf("picture 2 starts with %d, want 30", first)
	}
}

func TestReadIDXRefuses(t *testing.T) {
	images, labels := WriteIDX(small(20, 4, 6))
	for _, c := range []struct {
		what           string
		images, labels []byte
		want           string // in the message
	}{
		{"nothing", nil, labels, "images file: has 0 bytes, fewer than the 8"},
		{"half a header", images, labels[:5], "labels file: has 5 bytes, fewer than the 8"},
		{"gzip", append([]byte{0x1f, 0x8b}, images...), labels, "gzip-compressed: unpack it first"},
		{"swapped", labels, images, "give the images (idx3) first"},
		{"a PNG", append([]byte("\x89PNG\r\n\x1a\n"), images...), labels, "starts with 0x89504e47, want 0x00000803"},
		{"half an images header", images[:11], labels, "images file: has 11 bytes, fewer than the 16"},
		{"int32 values", edit(images, 0, 0x00000C03), labels, "has 480 bytes of 1920"},
		{"int8 values", edit(edit(images, 0, 0x00000903), 16, 0xff000000), labels, "value 0 is -1, want 0 to 255"},
		{"a type that is none", edit(images, 0, 0x00000A03), labels, "starts with 0x00000a03"},
		{"two dimensions", edit(images, 0, 0x00000802), labels, "not 2"},
		{"labels of floats", images, edit(labels, 0, 0x00000D01), "labels are whole numbers"},
		{"images cut", images[:len(images)-1], labels, "has 479 bytes of 480"},
		{"images long", append(bytes.Clone(images), 1, 2), labels, "2 bytes too many"},
		{"labels cut", images, labels[:len(labels)-3], "has 17 bytes of 20"},
		{"labels long", images, append(bytes.Clone(labels), 0), "1 bytes too many"},
		{"no images", edit(images[:16], 4, 0), edit(labels[:8], 4, 0), "is empty"},
		{"no width", edit(images, 12, 0), labels, "images of 0 by 6"},
		{"huge side", edit(images, 8, 1<<31), labels, "images of 4 by 2147483648"},
		{"huge count", edit(images, 4, 1<<32-1), labels, "has 480 bytes of 103079215080"},
		{"overflow", edit(edit(edit(images, 4, 1<<32-1), 8, 4096), 12, 4096), labels, "cut short"},
		{"counts differ", images, edit(labels[:8+19], 4, 19), "20 images but 19 labels"},
		{"label 10", images, append(bytes.Clone(labels[:len(labels)-1]), 10), "label 19 is 10, want 0 to 9"},
	} {
		s, err := ReadIDX("mnist", c.images, c.labels)
		if err == nil {
			t.Errorf("%s: read %d pictures, want an error", c.what, s.Len())
			continue
		}
		if !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "mnist") {
			t.Errorf("%s: %q, want mnist ... %q", c.what, err, c.want)
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %q is more than one line", c.what, err)
		}
	}
}

func TestReadIDXAllocatesNoArrays(t *testing.T) {
	images, labels := WriteIDX(small(1000, 28, 28))
	r := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := ReadIDX("mnist", images, labels); err != nil {
				b.Fatal(err)
			}
		}
	})
	if got := r.AllocedBytesPerOp(); got > 4096 {
		t.Errorf("reading 784,000 bytes allocates %d bytes, want at most 4,096, the labels and little else: the set should alias the pictures", got)
	}
}

func FuzzReadIDX(f *testing.F) {
	images, labels := WriteIDX(small(3, 4, 2))
	f.Add(images, labels)
	f.Add(labels, images)
	f.Add(edit(images, 4, 1<<32-1), edit(labels, 4, 1<<32-1))
	f.Add(edit(edit(edit(images, 4, 1<<31), 8, 4096), 12, 4096), labels)
	f.Add(images[:16], labels[:8])
	colour := small(3, 4, 2)
	colour.Channels, colour.Width = 2, 2
	colourImages, colourLabels := WriteIDX(colour)
	f.Add(colourImages, colourLabels)
	f.Add(edit(images, 0, 0x00000D03), labels)
	f.Fuzz(func(t *testing.T, images, labels []byte) {
		s, err := ReadIDX("fuzz", images, labels)
		if err != nil {
			if s != nil || strings.ContainsAny(err.Error(), "\n\r") {
				t.Fatalf("set %v with error %q", s, err)
			}
			return
		}
		if len(s.Images) != s.Len()*s.Pixels() || s.Len() == 0 || s.Width < 1 || s.Height < 1 {
			t.Fatalf("%d pictures of %d by %d in %d bytes", s.Len(), s.Width, s.Height, len(s.Images))
		}
		for _, label := range s.Labels {
			_ = s.Classes[label]
		}
		againImages, againLabels := WriteIDX(s)
		again, err := ReadIDX("fuzz", againImages, againLabels)
		if err != nil || !bytes.Equal(again.Images, s.Images) || !slices.Equal(again.Labels, s.Labels) || again.Channels != s.Channels {
			t.Fatalf("what was read and written again differs (%v)", err)
		}
	})
}
