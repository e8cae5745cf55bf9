package own

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"talbot/sim/data"
	"talbot/sim/rng"
)

// held is the share of each class that is held out where there is no test half: one in
// so many.
const held = 5

// classes are the names of all classes in order: by number if all are whole numbers, else
// by letter.
func (f *found) classes() (names []string, number map[string]uint16, err error) {
	number = map[string]uint16{}
	whole := true
	for _, label := range f.learn.labels {
		if _, ok := number[label]; !ok {
			if len(names) == data.MaxClasses {
				return nil, nil, fmt.Errorf("more than %d classes: is the column or array of labels the right one?", data.MaxClasses)
			}
			number[label] = 0
			names = append(names, label)
			_, err := strconv.Atoi(label)
			whole = whole && err == nil
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		if whole {
			x, _ := strconv.Atoi(a)
			y, _ := strconv.Atoi(b)
			return x - y
		}
		return strings.Compare(a, b)
	})
	for i, name := range names {
		number[name] = uint16(i)
	}
	if len(names) < 2 && !f.alike {
		return nil, nil, fmt.Errorf("all %d examples are of one class, %q: there is nothing to tell apart", len(f.learn.labels), strings.Join(names, ""))
	}
	for i, label := range f.test.labels {
		if _, ok := number[label]; !ok {
			return nil, nil, fmt.Errorf("test example %d is of class %q, which no training example is of: add some, or take it away", i, label)
		}
	}
	return names, number, nil
}

// order mixes the examples where they lie by class, and holds some out where there is no
// test half.
func (f *found) order(labels []uint16, classes []string) (learn, test []int, err error) {
	stream := rng.Stream{Stream: rng.Split}
	n := len(labels)
	if !f.split {
		for _, i := range stream.Perm(uint32(len(classes)), n) {
			learn = append(learn, int(i))
		}
		return learn, nil, nil
	}
	members := make([][]int, len(classes))
	for i, label := range labels {
		members[label] = append(members[label], i)
	}
	out := make([]bool, n)
	for class, list := range members {
		if len(list) < 2 {
			return nil, nil, fmt.Errorf("class %q has one example, and there is no test set: add examples, so that one can be held out to test on", classes[class])
		}
		for _, k := range stream.Perm(uint32(class), len(list))[:max(1, (len(list)+held/2)/held)] {
			out[list[k]] = true
		}
	}
	for _, i := range stream.Perm(uint32(len(classes)), n) {
		if out[i] {
			test = append(test, int(i))
		} else {
			learn = append(learn, int(i))
		}
	}
	f.notes = append(f.notes, fmt.Sprintf("there is no test set, so %d of %d examples are held out to test on, one in %d of each class, always the same ones", len(test), n, held))
	return learn, test, nil
}

// numbered are the labels by their numbers.
func numbered(labels []string, number map[string]uint16) []uint16 {
	list := make([]uint16, len(labels))
	for i, label := range labels {
		list[i] = number[label]
	}
	return list
}

// sets makes both halves of pictures.
func (f *found) sets(name string) (learn, test *data.Set, err error) {
	names, number, err := f.classes()
	if err != nil {
		return nil, nil, err
	}
	a, b := &f.learn, &f.test
	if !f.split && (a.channels != b.channels || a.height != b.height || a.width != b.width) {
		return nil, nil, fmt.Errorf("training pictures of %d x %d pixels and %d channels, test pictures of %d x %d and %d: make them alike", a.width, a.height, a.channels, b.width, b.height, b.channels)
	}
	make1 := func(h *half) *data.Set {
		return &data.Set{Name: name, Width: h.width, Height: h.height, Channels: h.channels, Classes: names, Images: h.images, Labels: numbered(h.labels, number)}
	}
	learn, test = make1(a), make1(b)
	return ordered(f, learn, test, learn.Labels, names)
}

// ordered puts the training half in its order, and takes a test half out of it where there
// is none.
func ordered[T interface{ Pick([]int) T }](f *found, learn, test T, labels []uint16, names []string) (T, T, error) {
	if !f.split && !f.sorted {
		return learn, test, nil
	}
	keep, out, err := f.order(labels, names)
	if err != nil {
		return learn, test, err
	}
	if f.split {
		test = learn.Pick(out)
	}
	return learn.Pick(keep), test, nil
}

// tables makes both halves of rows.
func (f *found) tables(name string) (learn, test *data.Table, err error) {
	names, number, err := f.classes()
	if err != nil {
		return nil, nil, err
	}
	if !f.split && len(f.learn.columns) != len(f.test.columns) {
		return nil, nil, fmt.Errorf("training rows of %d features, test rows of %d: make them alike", len(f.learn.columns), len(f.test.columns))
	}
	make1 := func(h *half) *data.Table {
		return &data.Table{Name: name, Columns: h.columns, Features: h.features, Classes: names, Labels: numbered(h.labels, number)}
	}
	learn, test = make1(&f.learn), make1(&f.test)
	return ordered(f, learn, test, learn.Labels, names)
}

// drawn makes pictures of both halves of a table, by the ranges of the training half.
func (f *found) drawn(a, b *data.Table) (learn, test *data.Set, err error) {
	scale := a.Scale()
	if learn, err = a.Pictures(scale); err != nil {
		return nil, nil, err
	}
	if test, err = b.Pictures(scale); err != nil {
		return nil, nil, err
	}
	how := "each from its least to its largest training value"
	if scale.Grey {
		how = "as grey values of 0 to 255"
	}
	f.notes = append(f.notes, fmt.Sprintf("the %d features of a row are a picture of %d x %d pixels, %s", len(a.Columns), learn.Width, learn.Height, how))
	return learn, test, nil
}
