// Package own reads a data set of a user's own: a folder of labelled PNGs, an NPZ file, a
// CSV file, IDX files, or the batches of CIFAR-10 and of ImageNet at 32 x 32. It is strict: what it does not understand is an error that names
// the file, and the row or picture, and says what to do.
//
// A set without test examples is split: of each class one example in five, chosen by a
// generator of fixed seed, is held out to test on. The training set's Note says so, and
// what else was made of the files.
package own

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"talbot/sim/data"
)

// maxFile bounds a file, packed or not, and maxValues what is kept of all examples.
const (
	maxFile   = 1 << 31
	maxValues = 1 << 30
)

// half is the training or the test half of a set as it was read: pictures or rows.
type half struct {
	channels, height, width int
	images                  []byte // [n][channel][y][x]
	columns                 []string
	features                []float32 // [n][columns], of a table
	labels                  []string  // [n]
}

// found is what a reader makes of a user's files.
type found struct {
	learn, test half
	split       bool     // there is no test half
	sorted      bool     // the examples lie class by class, and want mixing
	notes       []string // what was made of the files
	alike       bool     // all may be of one class
}

// Read reads the data set from the file or folder at p of fsys. Name is for messages. The
// rows of a table become pictures: see data.Table.Pictures.
func Read(fsys fs.FS, p, name string) (learn, test *data.Set, err error) {
	return readSets(fsys, p, name, false)
}

// ReadAlike is Read for what tells no classes apart: all examples may be of one.
func ReadAlike(fsys fs.FS, p, name string) (learn, test *data.Set, err error) {
	return readSets(fsys, p, name, true)
}

func readSets(fsys fs.FS, p, name string, alike bool) (learn, test *data.Set, err error) {
	f, err := read(fsys, p)
	if errors.Is(err, errText) {
		return readText(fsys, p, name)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	if f.alike = alike; f.learn.columns == nil {
		learn, test, err = f.sets(name)
	} else {
		var a, b *data.Table
		if a, b, err = f.tables(name); err == nil {
			learn, test, err = f.drawn(a, b)
		}
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	learn.Note = strings.Join(f.notes, "; ")
	return learn, test, nil
}

// ReadTable is Read for rows of numbers as they are. A set of pictures is an error.
func ReadTable(fsys fs.FS, p, name string) (learn, test *data.Table, err error) {
	f, err := read(fsys, p)
	if err == nil && f.learn.columns == nil {
		err = errors.New("it has pictures, and a table is wanted: give a CSV file, or an NPZ file whose examples are rows")
	}
	if err == nil {
		learn, test, err = f.tables(name)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	return learn, test, nil
}

// read finds out of what kind the files are.
func read(fsys fs.FS, p string) (*found, error) {
	p, column, named := strings.Cut(p, "#")
	info, err := fs.Stat(fsys, p)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no %s: give a folder of PNGs, or an NPZ, CSV or IDX file", p)
	}
	if err != nil {
		return nil, err
	}
	kind := strings.ToLower(path.Ext(p))
	table := kind == ".csv" || kind == ".tsv" || kind == ".data"
	switch {
	case named && !table:
		return nil, fmt.Errorf("a column, %q, is named, and %s is no CSV file: leave #%s away", column, p, column)
	case table:
		return readCSV(fsys, p, column)
	case kind == ".npz":
		return readNPZ(fsys, p)
	case kind == ".txt":
		return nil, errText
	case info.IsDir():
		if b, dir := findBatches(fsys, p); b != nil {
			return b.from(fsys, dir)
		}
		if images, err := findIDX(fsys, p); images != "" || err != nil {
			if err != nil {
				return nil, err
			}
			return readIDX(fsys, images)
		}
		return readFolder(fsys, p)
	case strings.Contains(path.Base(p), "images"):
		return readIDX(fsys, p)
	}
	return nil, fmt.Errorf("%s is of no known kind: give a folder of PNGs in a folder for each class, a file ending in .npz or .csv, or an IDX file whose name has \"images\" in it", p)
}

// load reads a whole file, unpacked.
func load(fsys fs.FS, p string) ([]byte, error) {
	info, err := fs.Stat(fsys, p)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("%s has %d bytes, and talbot reads %d at most: make it smaller", p, info.Size(), maxFile)
	}
	b, err := fs.ReadFile(fsys, p)
	if err != nil || !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		return b, err
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err == nil {
		b, err = io.ReadAll(io.LimitReader(z, maxFile+1))
	}
	if err == nil && len(b) > maxFile {
		err = fmt.Errorf("it unpacks to more than %d bytes", maxFile)
	}
	if err != nil {
		return nil, fmt.Errorf("%s is damaged (%w): pack it again", p, err)
	}
	return b, nil
}

// sibling is the path of the test half that goes with p, if there is one: "train" or
// "training" of the name is replaced by "test", "testing", "t10k" or "val".
func sibling(fsys fs.FS, p string) string {
	dir, base := path.Split(p)
	for _, word := range []string{"training", "train"} {
		at := strings.LastIndex(strings.ToLower(base), word)
		if at < 0 || len(strings.ToLower(base)) != len(base) {
			continue
		}
		was := base[at : at+len(word)]
		for _, other := range []string{"test", "testing", "t10k", "val"} {
			switch {
			case was == strings.ToUpper(was):
				other = strings.ToUpper(other)
			case was[:1] == "T":
				other = strings.ToUpper(other[:1]) + other[1:]
			}
			q := dir + base[:at] + other + base[at+len(word):]
			if _, err := fs.Stat(fsys, q); err == nil {
				return q
			}
		}
	}
	return ""
}

// entries are those of a folder, without what systems leave behind.
func entries(fsys fs.FS, p string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(fsys, p)
	return slices.DeleteFunc(list, func(e fs.DirEntry) bool {
		name := e.Name()
		return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "__MACOSX") || strings.EqualFold(name, "thumbs.db") || strings.EqualFold(name, "desktop.ini")
	}), err
}
