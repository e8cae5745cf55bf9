package own

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"talbot/sim/data"
)

// findIDX is the file of training images in a folder, or "" if it has no IDX files.
func findIDX(fsys fs.FS, dir string) (string, error) {
	list, err := entries(fsys, dir)
	if err != nil {
		return "", err
	}
	var all, train []string
	for _, e := range list {
		name := e.Name()
		if e.IsDir() || !strings.Contains(name, "images") || !strings.Contains(name, "idx") {
			continue
		}
		all = append(all, name)
		if strings.Contains(name, "train") {
			train = append(train, name)
		}
	}
	if len(train) == 0 {
		train = all
	}
	switch len(train) {
	case 0:
		return "", nil
	case 1:
		return path.Join(dir, train[0]), nil
	}
	return "", fmt.Errorf("%s has several files of pictures, %s: give one of them", dir, strings.Join(train, ", "))
}

// readIDX reads the images file at p, the labels beside it, and the test half if p is that
// of a training half.
func readIDX(fsys fs.FS, p string) (*found, error) {
	f := &found{split: true}
	turned := strings.HasPrefix(path.Base(p), "emnist-")
	if err := readIDXHalf(fsys, p, &f.learn, turned); err != nil {
		return nil, err
	}
	if test := sibling(fsys, p); test != "" {
		f.split = false
		if err := readIDXHalf(fsys, test, &f.test, turned); err != nil {
			return nil, err
		}
	}
	if turned {
		f.notes = append(f.notes, "EMNIST's pictures lie on their side in its files, and are set upright")
	}
	return f, nil
}

// readIDXHalf reads a pair of files.
func readIDXHalf(fsys fs.FS, p string, h *half, turned bool) error {
	images, err := load(fsys, p)
	if err != nil {
		return err
	}
	dir, base := path.Split(p)
	beside := dir + strings.NewReplacer("images", "labels", "idx3", "idx1", "idx4", "idx1").Replace(base)
	for _, q := range []string{beside, strings.TrimSuffix(beside, ".gz"), beside + ".gz"} {
		if _, err := fs.Stat(fsys, q); err == nil {
			beside = q
			break
		}
	}
	labels, err := load(fsys, beside)
	if err != nil {
		return fmt.Errorf("%s has no labels beside it: want %s (%w)", p, beside, err)
	}
	s, err := data.ReadIDX(p, images, labels)
	if err != nil {
		return err
	}
	h.channels, h.height, h.width, h.images = s.Channels, s.Height, s.Width, s.Images
	if turned {
		h.transpose()
	}
	for _, v := range s.Labels {
		h.labels = append(h.labels, strconv.Itoa(int(v)))
	}
	return nil
}

// transpose swaps rows and columns of each picture.
func (h *half) transpose() {
	size := h.width * h.height
	out := make([]byte, len(h.images))
	for from := 0; from+size <= len(out); from += size {
		for y := range h.height {
			for x := range h.width {
				out[from+x*h.height+y] = h.images[from+y*h.width+x]
			}
		}
	}
	h.images, h.width, h.height = out, h.height, h.width
}
