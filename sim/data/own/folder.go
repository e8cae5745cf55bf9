package own

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"path"
	"strings"
)

// maxSide is the largest side of a picture.
const maxSide = 4096

// readFolder reads PNGs in a folder for each class, or in folders "train" and "test" (or
// "val") that have those.
func readFolder(fsys fs.FS, p string) (*found, error) {
	f := &found{sorted: true, split: true}
	learn, test := p, ""
	if _, err := fs.Stat(fsys, path.Join(p, "train")); err == nil {
		learn = path.Join(p, "train")
		test = sibling(fsys, learn)
	}
	colour := false
	files := 0
	for _, h := range []struct {
		dir  string
		half *half
	}{{learn, &f.learn}, {test, &f.test}} {
		if h.dir == "" {
			continue
		}
		c, n, err := readClasses(fsys, h.dir, h.half)
		if err != nil {
			return nil, err
		}
		colour = colour || c
		files += n
	}
	f.split = test == ""
	if !colour {
		f.learn.oneChannel()
		f.test.oneChannel()
	}
	if files > 0 {
		f.notes = append(f.notes, fmt.Sprintf("%d pictures of 16 bits are rounded to 8", files))
	}
	return f, nil
}

// readClasses reads the pictures of the folders in dir. All have three channels, which
// are alike unless there is colour; deep counts pictures of 16 bits.
func readClasses(fsys fs.FS, dir string, h *half) (colour bool, deep int, err error) {
	classes, err := entries(fsys, dir)
	if err != nil {
		return false, 0, err
	}
	for _, class := range classes {
		at := path.Join(dir, class.Name())
		if !class.IsDir() {
			return false, 0, fmt.Errorf("%s is not in the folder of a class: put pictures into a folder for each class", at)
		}
		files, err := entries(fsys, at)
		if err != nil {
			return false, 0, err
		}
		if len(files) == 0 {
			return false, 0, fmt.Errorf("%s has no pictures: put some in, or take the folder away", at)
		}
		for _, file := range files {
			where := path.Join(at, file.Name())
			if file.IsDir() || !strings.EqualFold(path.Ext(where), ".png") {
				return false, 0, fmt.Errorf("%s is no PNG: convert pictures to PNG, and take away what is none", where)
			}
			b, err := load(fsys, where)
			if err != nil {
				return false, 0, err
			}
			c, d, err := h.addPNG(b)
			if err != nil {
				return false, 0, fmt.Errorf("%s %w", where, err)
			}
			colour = colour || c
			if d {
				deep++
			}
			h.labels = append(h.labels, class.Name())
		}
	}
	if len(h.labels) == 0 {
		return false, 0, fmt.Errorf("%s has no folders of pictures in it: make a folder for each class, with PNGs", dir)
	}
	return colour, deep, nil
}

// addPNG adds a picture as three channels. Transparent pixels are laid on black.
func (h *half) addPNG(b []byte) (colour, deep bool, err error) {
	config, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return false, false, fmt.Errorf("is no PNG that can be read (%w): save it again", err)
	}
	if config.Width < 1 || config.Height < 1 || config.Width > maxSide || config.Height > maxSide {
		return false, false, fmt.Errorf("has %d x %d pixels, want 1 to %d each way: make it smaller", config.Width, config.Height, maxSide)
	}
	if h.channels == 0 {
		h.channels, h.width, h.height = 3, config.Width, config.Height
	}
	if config.Width != h.width || config.Height != h.height {
		return false, false, fmt.Errorf("has %d x %d pixels, and the first picture %d x %d: make all of one size", config.Width, config.Height, h.width, h.height)
	}
	if len(h.images)+3*h.width*h.height > maxValues {
		return false, false, fmt.Errorf("is one picture too many: all together may have %d values; take fewer, or smaller ones", maxValues)
	}
	picture, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return false, false, fmt.Errorf("is damaged (%w): save it again", err)
	}
	switch config.ColorModel {
	case color.Gray16Model, color.RGBA64Model, color.NRGBA64Model:
		deep = true
	}
	size := h.width * h.height
	at := len(h.images)
	h.images = append(h.images, make([]byte, 3*size)...)
	out := h.images[at:]
	if grey, ok := picture.(*image.Gray); ok {
		for y := range h.height {
			copy(out[y*h.width:], grey.Pix[y*grey.Stride:][:h.width])
		}
		copy(out[size:], out[:size])
		copy(out[2*size:], out[:size])
		return false, false, nil
	}
	corner := picture.Bounds().Min
	for y := range h.height {
		for x := range h.width {
			r, g, b, _ := picture.At(corner.X+x, corner.Y+y).RGBA() // on black
			i := y*h.width + x
			out[i], out[size+i], out[2*size+i] = eight(r), eight(g), eight(b)
			colour = colour || r != g || g != b
		}
	}
	return colour, deep, nil
}

// eight is a value of 16 bits rounded to 8.
func eight(v uint32) byte { return byte((v + 128) / 257) }

// oneChannel keeps the first of three channels.
func (h *half) oneChannel() {
	size := h.width * h.height
	if size == 0 {
		return
	}
	for i := range h.labels {
		copy(h.images[i*size:(i+1)*size], h.images[3*i*size:])
	}
	h.images, h.channels = h.images[:len(h.labels)*size], 1
}
