package figure

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"

	"talbot/render/plot"
	"talbot/sim/errs"
)

// Resolution is the number of pixels of a PNG for each unit of a figure: 2 gives
// 192 pixels an inch.
const Resolution = 2

// PaperResolution is that of a figure at a width of its own, as in a paper: 576 pixels an inch.
const PaperResolution = 6

// Formats are the extensions that Save knows.
var Formats = []string{".png", ".svg", ".pdf"}

// Save writes f to path in the format of its extension. The file appears whole or
// not at all: on an error, what was at path before is still there.
func Save(path string, f *Figure) error {
	ext := strings.ToLower(filepath.Ext(path))
	b, err := Encode(ext, f)
	if err != nil {
		return errs.New("figure: cannot save ", path, ": ", err)
	}
	if err := write(path, b); err != nil {
		return errs.New("figure: cannot save ", path, ": ", err, ": make room, or choose another place")
	}
	return nil
}

// Encode returns f as a file of a format, one of Formats.
func Encode(ext string, f *Figure) ([]byte, error) {
	switch ext {
	case ".png":
		return encodePNG(f)
	case ".svg":
		c := plot.NewSVG(f.W, f.H, f.theme.Background, f.Title, f.Describe())
		c.View(f.top, f.scale)
		f.Draw(c)
		return c.Bytes(), nil
	case ".pdf":
		c := plot.NewPDF(f.W, f.H, f.theme.Background, f.Title, f.Describe())
		c.View(f.top, f.scale)
		f.Draw(c)
		return c.Bytes(), nil
	case "":
		return nil, errs.New("the name has no extension; end it in ", strings.Join(Formats, ", "))
	}
	return nil, errs.New("a figure cannot be a ", ext, " file; end the name in ", strings.Join(Formats, ", "))
}

// write replaces the file at path by way of a temporary one beside it.
func write(path string, b []byte) (err error) {
	t, err := os.CreateTemp(filepath.Dir(path), ".figure-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			t.Close() // a second Close is harmless
			os.Remove(t.Name())
		}
	}()
	if _, err = t.Write(b); err != nil {
		return err
	}
	if err = t.Chmod(0o644); err != nil {
		return err
	}
	if err = t.Sync(); err != nil {
		return err
	}
	if err = t.Close(); err != nil {
		return err
	}
	return os.Rename(t.Name(), path)
}

// encodePNG adds the title, the description and the resolution, which the
// standard encoder leaves out.
func encodePNG(f *Figure) ([]byte, error) {
	resolution := Resolution
	if f.scale != 1 {
		resolution = PaperResolution
	}
	k := float64(resolution) * f.scale
	c := plot.NewRaster(f.W, f.H, k, f.theme.Background)
	f.Draw(c)
	below := c.Picture.Rect
	below.Min.Y = int(math.Round(f.top * k))
	var b bytes.Buffer
	if err := png.Encode(&b, c.Picture.SubImage(below)); err != nil {
		return nil, err
	}
	const header = 8 + 12 + 13                                                     // the signature and the chunk IHDR
	density := binary.BigEndian.AppendUint32(nil, uint32(resolution*96*10000/254)) // pixels a metre
	out := append([]byte(nil), b.Bytes()[:header]...)
	out = chunk(out, "pHYs", append(append(density, density...), 1))
	// An international text chunk: keyword, not compressed, no language, UTF-8.
	out = chunk(out, "iTXt", []byte("Title\x00\x00\x00\x00\x00"+f.Title))
	out = chunk(out, "iTXt", []byte("Description\x00\x00\x00\x00\x00"+f.Describe()))
	return append(out, b.Bytes()[header:]...), nil
}

// chunk appends a chunk of a PNG file to b.
func chunk(b []byte, kind string, data []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
	start := len(b)
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[start:]))
}
