// Command pack makes the small data sets of the page and of the tests from the
// full ones: the first 80 training and 30 test pictures of each class, in the
// order of the files. Run it in the repository's root:
//
//	go run ./sim/data/pack [data folder]
//
// With -more it makes the pictures that the page fetches once it is live, in
// assets/more, which git does not keep.
//
// The same input gives the same bytes.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
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
	rest := flag.Bool("more", false, "make what the page fetches once it is live")
	flag.Parse()
	dir := open.Dir()
	if flag.NArg() > 0 {
		dir = flag.Arg(0)
	}
	names, cut, to := data.Names, choose, out
	if *rest {
		names, cut, to = moreNames, more, moreOut
	}
	for _, name := range names {
		if err := pack(dir, name, to, cut); err != nil {
			fmt.Fprintln(os.Stderr, "pack:", err)
			os.Exit(1)
		}
	}
}

// pack writes what cut makes of the full set of that name, in dir, to a folder.
func pack(dir, name, to string, cut func(dir, name string) (train, test *data.Set, err error)) error {
	train, test, err := cut(dir, name)
	if err != nil {
		return err
	}
	folder := filepath.Join(to, name)
	if err := write(folder, "train", train); err != nil {
		return err
	}
	return write(folder, "test", test)
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

func write(folder, part string, s *data.Set) error {
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
