package open_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"talbot/assets"
	"talbot/sim/data"
	"talbot/sim/data/open"
)

func TestShippedSets(t *testing.T) {
	for _, name := range data.Names {
		train, test, err := open.LoadFS(assets.Data(), name)
		if err != nil {
			t.Error(err)
			continue
		}
		for part, set := range map[string]*data.Set{"train": train, "test": test} {
			if set.Width != 28 || set.Height != 28 || set.Len() < 300 {
				t.Errorf("%s %s: %d pictures of %d by %d, want hundreds of 28 by 28", name, part, set.Len(), set.Width, set.Height)
			}
			count := make([]int, 10)
			for _, label := range set.Labels {
				count[label]++
			}
			for class, n := range count {
				if n != set.Len()/10 {
					t.Errorf("%s %s: class %d has %d of %d pictures, want a tenth", name, part, class, n, set.Len())
				}
			}
		}
	}
}

// TestShippedMNIST holds the first training labels that everyone knows.
func TestShippedMNIST(t *testing.T) {
	train, test, err := open.LoadFS(assets.Data(), "mnist")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := train.Labels[:10], []uint16{5, 0, 4, 1, 9, 2, 1, 3, 1, 4}; !slices.Equal(got, want) {
		t.Errorf("training labels start with %v, want %v", got, want)
	}
	if got, want := test.Labels[:10], []uint16{7, 2, 1, 0, 4, 1, 4, 9, 5, 9}; !slices.Equal(got, want) {
		t.Errorf("test labels start with %v, want %v", got, want)
	}
}

// TestFullSets reads the full sets when this machine has them.
func TestFullSets(t *testing.T) {
	for _, name := range data.Names {
		train, test, err := open.Load("", name)
		var missing *open.MissingError
		if errors.As(err, &missing) {
			t.Log("skipped: ", err)
			continue
		}
		if err != nil {
			t.Error(err)
			continue
		}
		if train.Len() != 60000 || test.Len() != 10000 || train.Width != 28 || train.Height != 28 {
			t.Errorf("%s: %d + %d pictures of %d by %d, want 60000 + 10000 of 28 by 28",
				name, train.Len(), test.Len(), train.Width, train.Height)
		}
	}
}

func zip(t *testing.T, b []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// tiny is the images file and the labels file of n pictures of w by 3 pixels.
func tiny(n, w int) (images, labels []byte) {
	return data.WriteIDX(&data.Set{Width: w, Height: 3, Images: make([]byte, n*w*3), Labels: make([]uint16, n)})
}

func TestLoadMixesSpellings(t *testing.T) {
	images, labels := tiny(4, 2)
	dir := t.TempDir()
	put(t, dir, "mine/train-images.idx3-ubyte", images)
	put(t, dir, "mine/train-labels-idx1-ubyte.gz", zip(t, labels))
	put(t, dir, "mine/t10k-images.idx3-ubyte.gz", zip(t, images))
	put(t, dir, "mine/test-labels-idx1-ubyte", labels)
	train, test, err := open.Load(dir, "mine")
	if err != nil {
		t.Fatal(err)
	}
	if train.Len() != 4 || test.Len() != 4 || train.Width != 2 || train.Height != 3 {
		t.Errorf("%d + %d pictures of %d by %d, want 4 + 4 of 2 by 3", train.Len(), test.Len(), train.Width, train.Height)
	}
}

func put(t *testing.T, dir, name string, content []byte) {
	t.Helper()
	p := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestLoadSaysWhatToDo(t *testing.T) {
	images, labels := tiny(4, 2)
	wide, _ := tiny(4, 5)
	full := func() fstest.MapFS {
		return fstest.MapFS{
			"mnist/" + open.TrainImages:          {Data: images},
			"mnist/" + open.TrainLabels:          {Data: labels},
			"mnist/" + open.TestImages:           {Data: images},
			"mnist/" + open.TestLabels + ".gz":   {Data: zip(t, labels)},
			"other/" + open.TrainImages + "/dir": {Data: images},
		}
	}
	packed := zip(t, images)
	for _, c := range []struct {
		what, set string
		change    func(fstest.MapFS)
		want      []string
	}{
		{"missing", "mnist", func(m fstest.MapFS) { delete(m, "mnist/"+open.TestLabels+".gz") },
			[]string{"no t10k-labels-idx1-ubyte (nor .gz) in mnist", "talbot data get mnist"}},
		{"unknown set", "mine", nil, []string{"no train-images-idx3-ubyte", "put its four IDX files there"}},
		{"folder", "other", nil, []string{"is not a file"}},
		{"path", "../etc", nil, []string{"not the name of a data set"}},
		{"empty name", "", nil, []string{"not the name of a data set"}},
		{"cut gzip", "mnist", func(m fstest.MapFS) {
			delete(m, "mnist/"+open.TrainImages)
			m["mnist/"+open.TrainImages+".gz"] = &fstest.MapFile{Data: packed[:len(packed)-9]}
		}, []string{"train-images-idx3-ubyte.gz is damaged", "delete it and get it again"}},
		{"swapped", "mnist", func(m fstest.MapFS) { m["mnist/"+open.TrainImages] = &fstest.MapFile{Data: labels} },
			[]string{"mnist images file", "train-images-idx3-ubyte"}},
		{"sizes differ", "mnist", func(m fstest.MapFS) { m["mnist/"+open.TestImages] = &fstest.MapFile{Data: wide} },
			[]string{"training images of 2 by 3 pixels, test images of 5 by 3"}},
	} {
		m := full()
		if c.change != nil {
			c.change(m)
		}
		_, _, err := open.LoadFS(m, c.set)
		if err == nil {
			t.Errorf("%s: no error", c.what)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q does not say %q", c.what, err, want)
			}
		}
	}
}

func TestLoadNamesTheFolder(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TALBOT_DATA", dir)
	_, _, err := open.Load("", "mnist")
	if err == nil || !strings.Contains(err.Error(), "in "+filepath.Join(dir, "mnist")+":") {
		t.Errorf("%v does not name the folder %s", err, dir)
	}
	var missing *open.MissingError
	if !errors.As(err, &missing) || missing.File != open.TrainImages {
		t.Errorf("%v is not a MissingError of %s", err, open.TrainImages)
	}
	if strings.Contains(err.Error(), "--data") {
		t.Errorf("%q: the usual folder needs no --data", err)
	}
	_, _, err = open.Load(dir, "mnist")
	if err == nil || !strings.HasSuffix(err.Error(), "talbot data get mnist --data "+dir) {
		t.Errorf("%v does not say how to get it into %s", err, dir)
	}
	if _, err := open.Find(os.DirFS(dir), "mnist", open.TestImages); errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Find: %v should be a MissingError, with its advice", err)
	}
}
