// Command pack makes the small data sets of the page and of the tests from the
// full ones: the first 80 training and 30 test pictures of each class, in the
// order of the files. Run it in the repository's root:
//
//	go run ./sim/data/pack [data folder]
//
// The same input gives the same bytes.
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"

	"talbot/sim/data"
	"talbot/sim/data/open"
)

const (
	trainPerClass = 80
	testPerClass  = 30
	out           = "assets/data"
)

func main() {
	dir := open.Dir()
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	for _, name := range data.Names {
		if err := pack(dir, name); err != nil {
			fmt.Fprintln(os.Stderr, "pack:", err)
			os.Exit(1)
		}
	}
}

func pack(dir, name string) error {
	train, test, err := choose(dir, name)
	if err != nil {
		return err
	}
	if err := write(name, "train", train); err != nil {
		return err
	}
	return write(name, "test", test)
}

// choose is what a small set has of the full one in dir.
func choose(dir, name string) (train, test *data.Set, err error) {
	if train, test, err = open.Load(dir, name); err != nil {
		return nil, nil, err
	}
	if train, err = train.Balanced(trainPerClass); err != nil {
		return nil, nil, err
	}
	if test, err = test.Balanced(testPerClass); err != nil {
		return nil, nil, err
	}
	return train, test, nil
}

func write(name, part string, s *data.Set) error {
	folder := filepath.Join(out, name)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("%w: run it in the repository's root", err)
	}
	images, labels := data.WriteIDX(s)
	for _, f := range []struct {
		name    string
		content []byte
	}{{part + "-images-idx3-ubyte.gz", images}, {part + "-labels-idx1-ubyte.gz", labels}} {
		packed, err := squeeze(f.content)
		if err != nil {
			return err
		}
		p := filepath.Join(folder, f.name)
		if err := os.WriteFile(p, packed, 0o644); err != nil {
			return err
		}
		fmt.Printf("%7d bytes  %s\n", len(packed), p)
	}
	return nil
}

// squeeze is b, gzip-compressed without a name or time stamp.
func squeeze(b []byte) ([]byte, error) {
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
