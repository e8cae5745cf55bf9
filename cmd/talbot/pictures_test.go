package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/assets"
	"talbot/sim/data"
	"talbot/sim/data/open"
)

// small are the four files of a set that Talbot ships, or of a part of it.
func small(t *testing.T, name string, train, test int) map[string][]byte {
	t.Helper()
	a, b, err := open.LoadFS(assets.Data(), name)
	if err != nil {
		t.Fatal(err)
	}
	f := map[string][]byte{}
	f[open.TrainImages], f[open.TrainLabels] = data.WriteIDX(a.First(train))
	f[open.TestImages], f[open.TestLabels] = data.WriteIDX(b.First(test))
	return f
}

// putSet writes files as the set of that name in a new folder.
func putSet(t *testing.T, name string, files map[string][]byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, name), 0o777); err != nil {
		t.Fatal(err)
	}
	for file, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name, file), b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// shuffled is every second picture of an images file and a labels file, backwards.
func shuffled(t *testing.T, images, labels []byte) ([]byte, []byte) {
	t.Helper()
	s, err := data.ReadIDX("x", images, labels)
	if err != nil {
		t.Fatal(err)
	}
	r := *s
	r.Images, r.Labels = nil, nil
	for i := s.Len() - 1; i >= 0; i -= 2 {
		r.Images, r.Labels = append(r.Images, s.Image(i)...), append(r.Labels, s.Labels[i])
	}
	return data.WriteIDX(&r)
}

// Pictures in the wrong folder, or files in each other's place, are refused by every
// command that reads them, and data list says so.
func TestWrongPictures(t *testing.T) {
	digits, clothes := small(t, "mnist", 300, 100), small(t, "fashion-mnist", 300, 100)
	mix := func(other map[string][]byte, names ...string) map[string][]byte {
		m := map[string][]byte{}
		for name, b := range digits {
			m[name] = b
		}
		for _, name := range names {
			m[name] = other[name]
		}
		return m
	}
	backwards := map[string][]byte{}
	backwards[open.TrainImages], backwards[open.TrainLabels] = shuffled(t, clothes[open.TrainImages], clothes[open.TrainLabels])
	backwards[open.TestImages], backwards[open.TestLabels] = shuffled(t, clothes[open.TestImages], clothes[open.TestLabels])
	swapped := map[string][]byte{open.TrainImages: digits[open.TestImages], open.TrainLabels: digits[open.TestLabels],
		open.TestImages: digits[open.TrainImages], open.TestLabels: digits[open.TrainLabels]}
	for _, c := range []struct {
		what, set, preset string
		files             map[string][]byte
		want              string
	}{
		{"clothes for digits", "mnist", "d2nn-mnist-64", clothes, "the training pictures are those of fashion-mnist"},
		{"digits for clothes", "fashion-mnist", "d2nn-fashion-64", digits, "the training pictures are those of mnist"},
		{"a part of the clothes, backwards", "mnist", "d2nn-mnist-64", backwards, "the training pictures are those of fashion-mnist (all 150)"},
		{"clothes to test on", "mnist", "d2nn-mnist-64", mix(clothes, open.TestImages, open.TestLabels), "the test pictures are those of fashion-mnist"},
		{"labels of clothes", "mnist", "d2nn-mnist-64", mix(clothes, open.TrainLabels), "the labels of the training pictures are the training labels of fashion-mnist"},
		{"training for test", "mnist", "d2nn-mnist-64", swapped, "the training pictures are the test pictures, and the reverse"},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir := putSet(t, c.set, c.files)
			cure := "talbot data get " + c.set + " --data " + dir
			for _, args := range [][]string{
				{"train", c.preset, "--data", dir, "--out", filepath.Join(t.TempDir(), "run")},
				{"eval", c.preset, "--data", dir},
				{"figure", c.preset, "--kind", "bench", "--data", dir, "--out", filepath.Join(t.TempDir(), "f.png")},
				{"figure", c.preset, "--kind", "confusion", "--data", dir, "--out", filepath.Join(t.TempDir(), "f.png")},
				{"polish", c.preset, "--display-curve", "slm-8", "--data", dir, "--out", filepath.Join(t.TempDir(), "run")},
			} {
				_, err, status := call(t, args...)
				if status != failed || !strings.Contains(err, c.want) || !strings.Contains(err, cure) || strings.Count(err, "\n") != 1 {
					t.Errorf("%v: status %d, %q, want %q and %q", args[:2], status, err, c.want, cure)
				}
			}
			if out := works(t, "data", "list", "--data", dir); !strings.Contains(out, "wrong: ") || !strings.Contains(out, c.want) {
				t.Errorf("data list: %q", out)
			}
			if out := works(t, "data", "list", "--data", dir, "--json"); !strings.Contains(out, `"here":false`) || !strings.Contains(out, c.want) {
				t.Errorf("data list: %q", out)
			}
		})
	}
}

// Data of the user's own is taken, with a note of what is known about it.
func TestOwnPictures(t *testing.T) {
	digits := small(t, "mnist", 60, 30)
	own := map[string][]byte{}
	for name, b := range digits {
		own[name] = append([]byte(nil), b...)
		for i := 16; i < len(b) && strings.Contains(name, "images"); i++ {
			own[name][i] = 255 - b[i] // white paper
		}
	}
	relabelled := small(t, "mnist", 60, 30)
	for i := 8; i < 18; i++ {
		relabelled[open.TrainLabels][i] = 9 - relabelled[open.TrainLabels][i]
	}
	same := map[string][]byte{open.TrainImages: own[open.TrainImages], open.TrainLabels: own[open.TrainLabels],
		open.TestImages: own[open.TrainImages], open.TestLabels: own[open.TrainLabels]}
	for what, c := range map[string]struct {
		files map[string][]byte
		want  string
	}{
		"a part":     {digits, "mnist is a part of the published set, 60 training and 30 test pictures"},
		"own":        {own, "mnist is data of your own, 60 training and 30 test pictures, not the published set"},
		"relabelled": {relabelled, "10 of 60 known training pictures have another label than the published one"},
		"same":       {same, "all 60 test pictures are training pictures too"},
	} {
		t.Run(what, func(t *testing.T) {
			dir := putSet(t, "mnist", c.files)
			args := append(append([]string{}, tiny...), "--limit-test", "20", "--epochs", "1", "--data", dir, "--out", filepath.Join(t.TempDir(), "run"))
			if _, err, status := call(t, args...); status != 0 || !strings.HasPrefix(err, "talbot: note: ") || !strings.Contains(err, c.want) {
				t.Errorf("train: status %d, %q, want %q", status, err, c.want)
			}
			if out := works(t, "data", "list", "--data", dir); !strings.Contains(out, "note: ") || !strings.Contains(out, c.want) {
				t.Errorf("data list: %q", out)
			}
		})
	}
}

// The full sets, when this machine has them, are told by their sums.
func TestPublishedPictures(t *testing.T) {
	for _, name := range data.Names {
		if _, _, err := open.Load("", name); err != nil {
			t.Skip(err)
		}
	}
	if out := works(t, "data", "list", "--json"); strings.Count(out, `"published":true`) < 2 || strings.Contains(out, "note") {
		t.Errorf("data list: %s", out)
	}
	at := func(set, file string) string {
		p, err := open.Find(os.DirFS(open.Dir()), set, file)
		if err != nil {
			t.Fatal(err)
		}
		return filepath.Join(open.Dir(), p)
	}
	type link struct{ file, set, is string }
	for _, c := range []struct {
		what  string
		links []link
		want  string
	}{
		{"all clothes", []link{{open.TrainImages, "fashion-mnist", open.TrainImages}, {open.TrainLabels, "fashion-mnist", open.TrainLabels},
			{open.TestImages, "fashion-mnist", open.TestImages}, {open.TestLabels, "fashion-mnist", open.TestLabels}}, "all four files are those of fashion-mnist"},
		{"labels", []link{{open.TestLabels, "fashion-mnist", open.TestLabels}}, "t10k-labels-idx1-ubyte is t10k-labels-idx1-ubyte of fashion-mnist"},
		{"train as test", []link{{open.TestImages, "mnist", open.TrainImages}, {open.TestLabels, "mnist", open.TrainLabels}},
			"t10k-images-idx3-ubyte is train-images-idx3-ubyte of mnist, and t10k-labels-idx1-ubyte is train-labels-idx1-ubyte of mnist"},
	} {
		dir := putSet(t, "mnist", nil)
		links := map[string]string{}
		for _, file := range []string{open.TrainImages, open.TrainLabels, open.TestImages, open.TestLabels} {
			links[file] = at("mnist", file)
		}
		for _, l := range c.links {
			links[l.file] = at(l.set, l.is)
		}
		for file, from := range links {
			if err := os.Symlink(from, filepath.Join(dir, "mnist", file)); err != nil {
				t.Skip(err)
			}
		}
		for _, args := range [][]string{{"eval", "d2nn-mnist-64", "--data", dir}, {"data", "list", "--data", dir}} {
			if out, err, _ := call(t, args...); !strings.Contains(out+err, c.want) {
				t.Errorf("%s: %v: %q, want %q", c.what, args, out+err, c.want)
			}
		}
	}
}
