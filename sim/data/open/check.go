package open

import (
	"fmt"
	"strings"
	"sync"

	"talbot/assets"
	"talbot/sim/data"
)

// half is the training or the test half of a set, as it was read.
type half struct {
	*data.Set
	name    string    // "training" or "test"
	files   [2]string // their published names: pictures, labels
	content [2][]byte
}

// WrongError says that a set's folder holds what is beyond doubt not of the set, or not
// in its place.
type WrongError struct {
	Set, Dir string
	What     string // is wrong

	Data string // as MissingError has it
}

func (e *WrongError) Error() string {
	return fmt.Sprintf("%s: in %s, %s: move what is wrong away, then get the right files with: %s", e.Set, e.Dir, e.What, cure(e.Set, e.Data))
}

// check refuses pictures and labels of another known set, or of the other half of this
// one. What Talbot does not know it takes: the note then says that it is the user's own.
func check(name string, halves [2]half) (note string, err error) {
	if Published[name] == nil {
		return "", nil
	}
	var wrong, other []string // files, and those that are published nowhere
	foreign := ""             // the other set that all four files are of
	whole := 0
	for _, h := range halves {
		for i, file := range h.files {
			switch set, is := whose(h.content[i]); {
			case set == "":
				other = append(other, file)
			case set == name && is == file:
				whole++
			default:
				wrong = append(wrong, fmt.Sprintf("%s is %s of %s", file, is, set))
				if is == file {
					foreign = set
				}
			}
		}
	}
	switch {
	case len(wrong) == 4 && foreign != "":
		return "", &WrongError{Set: name, Dir: name, What: "all four files are those of " + foreign}
	case len(wrong) > 0:
		return "", &WrongError{Set: name, Dir: name, What: strings.Join(wrong, ", and ")}
	case whole == 4:
		return "", nil
	}
	return checkPictures(name, halves, other)
}

// place is where a picture that Talbot ships is from.
type place struct {
	set, half string
	label     uint16
}

// shipped are the pictures that Talbot ships, a part of each published set.
var shipped = sync.OnceValue(func() map[string]place {
	all := map[string]place{}
	for _, name := range data.Names {
		halves, err := readAll(assets.Data(), name)
		if err != nil {
			panic("open: " + err.Error()) // they are inside the program
		}
		for _, h := range halves {
			for i, label := range h.Labels {
				all[string(h.Image(i))] = place{name, h.name, label}
			}
		}
	}
	return all
})

// found counts what of a half Talbot ships.
type found struct {
	set      map[string]int // pictures by their set
	own      map[string]int // of the set in question, by their half
	relabels int            // of those, the ones with another label than published
}

func find(name string, h half) found {
	f := found{map[string]int{}, map[string]int{}, 0}
	for i, label := range h.Labels {
		p, ok := shipped()[string(h.Image(i))]
		if !ok {
			continue
		}
		f.set[p.set]++
		if p.set == name {
			f.own[p.half]++
			if p.label != label {
				f.relabels++
			}
		}
	}
	return f
}

// few is the number of pictures below which nothing is made of where all are from: a
// user's own split has those of both halves.
const few = 3

// checkPictures is check for files that were not published so, by the pictures that
// Talbot ships: parts of a set, in any order, are recognised by those.
func checkPictures(name string, halves [2]half, files []string) (note string, err error) {
	var f [2]found
	known := true // all of it is part of the published set
	for i, h := range halves {
		f[i] = find(name, h)
		for set, n := range f[i].set {
			if set != name && f[i].set[name] == 0 {
				return "", &WrongError{Set: name, Dir: name, What: fmt.Sprintf("the %s pictures are those of %s (%s)", h.name, set, ofAll(n, h.Len()))}
			}
		}
		if set, what := h.WhoseLabels(); set != "" && (set != name || what != h.name) && f[i].relabels > 0 {
			return "", &WrongError{Set: name, Dir: name, What: fmt.Sprintf("the labels of the %s pictures are the %s labels of %s", h.name, what, set)}
		}
		known = known && f[i].own[h.name] == h.Len() && f[i].relabels == 0
	}
	if f[0].own["test"] >= few && f[0].own["training"] == 0 && f[1].own["training"] >= few && f[1].own["test"] == 0 {
		return "", &WrongError{Set: name, Dir: name, What: "the training pictures are the test pictures, and the reverse"}
	}
	size := fmt.Sprintf("%d training and %d test pictures", halves[0].Len(), halves[1].Len())
	if known {
		return name + " is a part of the published set, " + size, nil
	}
	notes := []string{name + " is data of your own, " + size + ", not the published set"}
	if len(files) < 4 {
		notes = append(notes, strings.Join(files, " and ")+" not being as published")
	}
	for i, h := range halves {
		if n := f[i].relabels; n > 0 {
			notes = append(notes, fmt.Sprintf("%s have another label than the published one", ofAll(n, f[i].set[name])+" known "+h.name+" pictures"))
		}
		for set, n := range f[i].set {
			if set != name {
				notes = append(notes, fmt.Sprintf("some of the %s pictures are those of %s (%d and more)", h.name, set, n))
			}
		}
	}
	if n := shared(halves); n > 0 {
		notes = append(notes, fmt.Sprintf("%s test pictures are training pictures too, so that the test says less of new ones", ofAll(n, halves[1].Len())))
	}
	return strings.Join(notes, "; "), nil
}

// ofAll is "n of all", or "all n".
func ofAll(n, all int) string {
	if n == all {
		return fmt.Sprintf("all %d", n)
	}
	return fmt.Sprintf("%d of %d", n, all)
}

// shared is the number of test pictures that are training pictures too.
func shared(halves [2]half) (n int) {
	train := make(map[string]bool, halves[0].Len())
	for i := range halves[0].Labels {
		train[string(halves[0].Image(i))] = true
	}
	for i := range halves[1].Labels {
		if train[string(halves[1].Image(i))] {
			n++
		}
	}
	return n
}
