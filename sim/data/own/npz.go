package own

import (
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"

	"talbot/sim/data"
	"talbot/sim/optics/npy"
)

// The names of arrays of pictures and labels, as Keras, MedMNIST, scikit-learn and
// numpy.savez without names have them. Capital letters are as small ones.
var (
	learnNames = [][2]string{{"x_train", "y_train"}, {"train_images", "train_labels"}, {"images_train", "labels_train"}, {"train_x", "train_y"}}
	testNames  = [][2]string{{"x_test", "y_test"}, {"test_images", "test_labels"}, {"images_test", "labels_test"}, {"test_x", "test_y"}, {"val_images", "val_labels"}}
	oneNames   = [][2]string{{"images", "labels"}, {"x", "y"}, {"data", "target"}, {"data", "labels"}, {"arr_0", "arr_1"}}
)

// readNPZ reads arrays of pictures, [n][y][x] or with channels first or last, or of rows
// of features, [n][k], and their labels.
func readNPZ(fsys fs.FS, p string) (*found, error) {
	b, err := load(fsys, p)
	if err == nil {
		var f *found
		if f, err = parseNPZ(b); err == nil {
			return f, nil
		}
	}
	return nil, fmt.Errorf("%s: %w", p, err)
}

func parseNPZ(b []byte) (*found, error) {
	if !npy.IsZip(b) {
		return nil, fmt.Errorf("it is no NPZ file: save the arrays with numpy.savez")
	}
	members, err := npy.ReadZip(b)
	if err != nil {
		return nil, err
	}
	f := &found{split: true}
	learn, err := pair(members, learnNames)
	if err == nil && learn == nil {
		learn, err = pair(members, oneNames)
	}
	if err != nil {
		return nil, err
	}
	if learn == nil {
		var have []string
		for _, m := range members {
			have = append(have, m.Name)
		}
		return nil, fmt.Errorf("it has the arrays %s, none of which is known: name them x_train, y_train, x_test and y_test, or images and labels", strings.Join(have, ", "))
	}
	test, err := pair(members, testNames)
	if err != nil {
		return nil, err
	}
	both := [][2]npy.Member{*learn}
	if test != nil {
		f.split = false
		both = append(both, *test)
	}
	top := 0.0
	for _, p := range both {
		if err := checkPair(p); err != nil {
			return nil, err
		}
		if len(p[0].Shape) > 2 && (p[0].Type() != "uint8") {
			top = math.Max(top, slices.Max(npy.Values[float64](p[0].Array)))
		}
	}
	for i, p := range both {
		h := &f.learn
		if i == 1 {
			h = &f.test
		}
		if err := h.addArrays(p, top); err != nil {
			return nil, err
		}
	}
	if top > 255 {
		f.notes = append(f.notes, "pictures of 16 bits are rounded to 8")
	}
	return f, nil
}

// pair is the first pair of names that both have arrays.
func pair(members []npy.Member, names [][2]string) (*[2]npy.Member, error) {
	find := func(name string) *npy.Member {
		for i, m := range members {
			if strings.EqualFold(m.Name, name) {
				return &members[i]
			}
		}
		return nil
	}
	for _, n := range names {
		x, y := find(n[0]), find(n[1])
		if x == nil || y == nil {
			continue
		}
		for _, m := range []*npy.Member{x, y} {
			if m.Err != nil {
				return nil, m.Err
			}
			if m.Complex() || m.IsText() {
				return nil, fmt.Errorf("array %q is of type %s: want real numbers", m.Name, m.Type())
			}
		}
		return &[2]npy.Member{*x, *y}, nil
	}
	return nil, nil
}

// checkPair looks at the shapes of pictures and labels.
func checkPair(p [2]npy.Member) error {
	x, y := p[0], p[1]
	switch {
	case len(x.Shape) < 2 || len(x.Shape) > 4:
		return fmt.Errorf("array %q has %d dimensions: want pictures (n, y, x), with channels first or last, or rows (n, features)", x.Name, len(x.Shape))
	case x.Len() < 1:
		return fmt.Errorf("array %q is empty", x.Name)
	case x.Len() > maxValues/4 && x.Type() != "uint8" || x.Len() > maxValues:
		return fmt.Errorf("array %q has %d values, more than talbot reads: take fewer, or bytes (uint8)", x.Name, x.Len())
	case len(y.Shape) == 2 && y.Shape[1] > 1:
		return fmt.Errorf("array %q has the shape of one-hot labels: save their numbers, numpy.argmax(y, 1)", y.Name)
	case len(y.Shape) < 1 || y.Len() != y.Shape[0]:
		return fmt.Errorf("array %q has %d dimensions: want a label for each example, (n,)", y.Name, len(y.Shape))
	case y.Shape[0] != x.Shape[0]:
		return fmt.Errorf("array %q has %d examples, and %q has %d labels: save those that belong together", x.Name, x.Shape[0], y.Name, y.Shape[0])
	}
	return nil
}

// addArrays adds pictures or rows. top is the largest value of all pictures that are no
// bytes: 1 makes them fractions of white, 255 grey values, and more of them 16 bits.
func (h *half) addArrays(p [2]npy.Member, top float64) error {
	x, y := p[0], p[1]
	for i, v := range npy.Values[float64](y.Array) {
		if v != math.Trunc(v) || math.Abs(v) > 1<<30 {
			return fmt.Errorf("array %q: label %d is %g, and labels are whole numbers", y.Name, i, v)
		}
		h.labels = append(h.labels, strconv.Itoa(int(v)))
	}
	if len(x.Shape) == 2 {
		h.features = npy.Values[float32](x.Array)
		for c := range x.Shape[1] {
			h.columns = append(h.columns, "column "+strconv.Itoa(c+1))
		}
		for i, v := range h.features {
			if v64 := float64(v); math.IsNaN(v64) || math.IsInf(v64, 0) {
				return fmt.Errorf("array %q: row %d, column %d is %g: want finite numbers", x.Name, i/x.Shape[1], i%x.Shape[1], v)
			}
		}
		return nil
	}
	last := false
	h.channels, h.height, h.width = 1, x.Shape[1], x.Shape[2]
	if len(x.Shape) == 4 {
		if last = x.Shape[1] > 4; last {
			h.channels = x.Shape[3]
		} else {
			h.channels, h.height, h.width = x.Shape[1], x.Shape[2], x.Shape[3]
		}
	}
	if h.channels < 1 || h.channels > 4 || h.height > maxSide || h.width > maxSide {
		return fmt.Errorf("array %q has pictures of %v: want up to %d x %d pixels, with 1 to 4 channels first or last", x.Name, x.Shape[1:], maxSide, maxSide)
	}
	if x.Type() == "uint8" {
		h.images = npy.Values[uint8](x.Array)
	} else {
		factor := 1.0
		switch {
		case top > 65535:
			return fmt.Errorf("array %q: values up to %g: want 0 to 1, 0 to 255, or 16 bits", x.Name, top)
		case top > 255:
			factor = 1.0 / 257
		case top <= 1 && !x.Integers():
			factor = 255
		}
		h.images = make([]byte, x.Len())
		size := x.Len() / x.Shape[0]
		for i, v := range npy.Values[float64](x.Array) {
			if !(v >= 0 && v <= 65535) {
				return fmt.Errorf("array %q: picture %d has the value %g: want 0 to 1, 0 to 255, or 16 bits", x.Name, i/size, v)
			}
			h.images[i] = byte(factor*v + 0.5)
		}
	}
	if last {
		h.images = data.Planar(h.images, h.width*h.height, h.channels)
	}
	return nil
}
