// Package open reads data sets from folders, for programs with an operating
// system: the IDX files of set NAME are in DIR/NAME, gzip-compressed or not.
package open

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"talbot/sim/data"
	"talbot/sim/errs"
)

// The files of a set, by the names that MNIST gave them.
const (
	TrainImages = "train-images-idx3-ubyte"
	TrainLabels = "train-labels-idx1-ubyte"
	TestImages  = "t10k-images-idx3-ubyte"
	TestLabels  = "t10k-labels-idx1-ubyte"
)

// Dir is the folder of the user's data sets: $TALBOT_DATA, else "talbot/data" in
// the user's cache folder, else (when there is no home) "data" here.
func Dir() string {
	if dir := os.Getenv("TALBOT_DATA"); dir != "" {
		return dir
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "data"
	}
	return filepath.Join(cache, "talbot", "data")
}

// Load reads the training and the test set of a name from dir, or from Dir()
// when dir is empty. A missing file's error says which it is and how to get it.
//
// Pictures or labels of another set that Talbot knows, and training and test files
// in each other's place, are a *WrongError. A set that is not the published one is
// taken, and the Note of its training half says so.
func Load(dir, name string) (train, test *data.Set, err error) {
	in := dir
	if in == "" {
		in = Dir()
	}
	halves, err := readAll(os.DirFS(in), name)
	if err == nil {
		halves[0].Note, err = check(name, halves)
	}
	var missing *MissingError
	if errors.As(err, &missing) {
		missing.Dir = filepath.Join(in, missing.Dir)
		missing.Data = dir
	}
	var wrong *WrongError
	if errors.As(err, &wrong) {
		wrong.Dir = filepath.Join(in, wrong.Dir)
		wrong.Data = dir
	}
	if err != nil {
		return nil, nil, err
	}
	return halves[0].Set, halves[1].Set, nil
}

// LoadFS is Load from a file system, such as the small sets in package assets,
// without a look at whose pictures they are.
func LoadFS(fsys fs.FS, name string) (train, test *data.Set, err error) {
	halves, err := readAll(fsys, name)
	if err != nil {
		return nil, nil, err
	}
	return halves[0].Set, halves[1].Set, nil
}

func readAll(fsys fs.FS, name string) (h [2]half, err error) {
	if h[0], err = read(fsys, name, "training", TrainImages, TrainLabels); err != nil {
		return h, err
	}
	if h[1], err = read(fsys, name, "test", TestImages, TestLabels); err != nil {
		return h, err
	}
	if train, test := h[0], h[1]; train.Width != test.Width || train.Height != test.Height {
		return h, fmt.Errorf("%s: training images of %d by %d pixels, test images of %d by %d: take all four files from one set",
			name, train.Width, train.Height, test.Width, test.Height)
	}
	return h, nil
}

// MissingError says that a set's folder lacks a file.
type MissingError struct {
	Set, Dir, File string

	Data string // the folder that Load was asked to look in, if not the usual one
}

func (e *MissingError) Error() string {
	how := "put its four IDX files there"
	if Published[e.Set] != nil {
		how = "get it with: " + cure(e.Set, e.Data)
	}
	return fmt.Sprintf("%s: no %s (nor .gz) in %s: %s", e.Set, e.File, e.Dir, how)
}

// cure is the command that gets a set into the folder data, or into the usual one.
func cure(set, data string) string {
	if data == "" {
		return "talbot data get " + set
	}
	return "talbot data get " + set + " --data " + errs.Word(data)
}

// Find is the path in fsys of a set's file: its name, with .gz or without. Some
// copies say "test" for "t10k", or have a dot, "train-images.idx3-ubyte".
func Find(fsys fs.FS, set, file string) (string, error) {
	if !fs.ValidPath(set) || strings.Contains(set, "/") {
		return "", fmt.Errorf("%q is not the name of a data set: want a folder's name, such as mnist", set)
	}
	for _, name := range spellings(file) {
		p := path.Join(set, name)
		switch info, err := fs.Stat(fsys, p); {
		case err == nil && info.Mode().IsRegular():
			return p, nil
		case err == nil:
			return "", fmt.Errorf("%s: %s is not a file: move it away", set, p)
		case !errors.Is(err, fs.ErrNotExist):
			return "", fmt.Errorf("%s: %w", set, err)
		}
	}
	return "", &MissingError{Set: set, Dir: set, File: file}
}

func spellings(file string) []string {
	names := []string{file, strings.Replace(file, "-idx", ".idx", 1)}
	if short, ok := strings.CutPrefix(file, "t10k"); ok {
		names = append(names, "test"+short)
	}
	for _, name := range names {
		names = append(names, name+".gz")
	}
	return names
}

func read(fsys fs.FS, set, name, images, labels string) (half, error) {
	h := half{name: name, files: [2]string{images, labels}}
	for i, file := range h.files {
		p, err := Find(fsys, set, file)
		if err != nil {
			return h, err
		}
		raw, err := fs.ReadFile(fsys, p)
		if err != nil {
			return h, fmt.Errorf("%s: %w", set, err)
		}
		if h.content[i], err = Unpack(raw); err != nil {
			return h, fmt.Errorf("%s: %s is damaged (%w): delete it and get it again", set, p, err)
		}
	}
	var err error
	if h.Set, err = data.ReadIDX(set, h.content[0], h.content[1]); err != nil {
		return h, fmt.Errorf("%w (%s and %s in %s)", err, images, labels, set)
	}
	return h, nil
}

// maxUnpacked bounds what Unpack makes of a small file: 20 times MNIST.
const maxUnpacked = 1 << 30

// Unpack is b, gunzipped if it is gzip.
func Unpack(b []byte) ([]byte, error) {
	if len(b) < 2 || b[0] != 0x1f || b[1] != 0x8b {
		return b, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(z, maxUnpacked+1))
	if err != nil {
		return nil, err
	}
	if len(out) > maxUnpacked {
		return nil, fmt.Errorf("unpacks to more than %d bytes", maxUnpacked)
	}
	return out, nil
}
