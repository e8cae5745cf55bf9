package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/data"
)

// ownPictures are IDX files of so many classes: class c has its bright pixel at place c.
func ownPictures(t *testing.T, classes int) string {
	t.Helper()
	return ownPicturesOf(t, classes, 8, 7)
}

// ownPicturesOf is ownPictures of so many pixels.
func ownPicturesOf(t *testing.T, classes, width, height int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	s := &data.Set{Width: width, Height: height, Channels: 1, Classes: data.Numbered(classes)}
	for i := range 4 * classes {
		image := make([]byte, width*height)
		image[i%classes] = 255
		s.Images = append(s.Images, image...)
		s.Labels = append(s.Labels, uint16(i%classes))
	}
	images, labels := data.WriteIDX(s)
	for name, b := range map[string][]byte{"images-idx3-ubyte": images, "labels-idx1-ubyte": labels} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, half := range []string{"train-", "t10k-"} {
			if err := os.WriteFile(filepath.Join(dir, half+name), b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// A set of the user's own goes through training, resuming, testing and a figure without
// being named again, and its run says when the files have moved.
func TestOwnSetThroughARun(t *testing.T) {
	dir := ownPictures(t, 23)
	out := filepath.Join(t.TempDir(), "run")
	must := func(args ...string) string {
		t.Helper()
		stdout, stderr, code := call(t, args...)
		if code != 0 {
			t.Fatalf("%v: %d: %s", args, code, stderr)
		}
		return stdout
	}
	must("train", "d2nn-mnist-64", "--data-set", "mine="+dir, "--samples", "48", "--image-size", "32", "--padding", "0", "--layers", "1", "--batch", "8", "--epochs", "1", "--out", out)
	must("train", "--resume", out, "--epochs", "2")
	if text := must("eval", out); !strings.Contains(text, "92 test pictures of mine") || !strings.Contains(text, "most often taken for") {
		t.Errorf("eval says %s", text)
	}
	must("figure", out, "--kind", "confusion", "--out", filepath.Join(t.TempDir(), "c.png"))
	must("figure", out, "--kind", "masks", "--out", filepath.Join(t.TempDir(), "m.png"))
	moved := filepath.Join(t.TempDir(), "moved")
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	_, stderr, code := call(t, "eval", out)
	if code == 0 || !strings.Contains(stderr, "--data-set mine=PATH") {
		t.Errorf("the files moved: %d, %s", code, stderr)
	}
	must("eval", out, "--data-set", "mine="+moved)
	if _, stderr, code = call(t, "eval", "d2nn-mnist-64", "--data-set", "mine="+moved); code == 0 || !strings.Contains(stderr, "mine has 23 classes, and the network of d2nn-mnist-64 tells 10 apart") {
		t.Errorf("other classes: %d, %s", code, stderr)
	}
	if text := must("data", "check", "mine="+moved); !strings.Contains(text, "92 training and 92 test pictures of 8 x 7 pixels in grey, 23 classes") {
		t.Errorf("check says %s", text)
	}
	for flag, want := range map[string]string{"mnist=" + moved: "a set that talbot knows", "a b=" + moved: "no name of a data set", "x=" + moved + "/none": "there is no none", "=": "want NAME=PATH"} {
		if _, stderr, code := call(t, "train", "d2nn-mnist-64", "--data-set", flag); code == 0 || !strings.Contains(stderr, want) {
			t.Errorf("--data-set %s: %d, %s", flag, code, stderr)
		}
	}
}

// A network that fits pictures of one shape says so of those of another, and a run that goes on names the flag that cannot change,
// also where its checkpoint would not fit what the flag makes of the network.
func TestOtherThanTheRun(t *testing.T) {
	const fixed = ", and it cannot change on the way"
	for _, c := range []struct {
		preset string
		flags  string
		wants  map[string]string
	}{
		{"dante-small", "--maps 4,4 --kernel-sides 3 --fit-steps 25", map[string]string{"--kernel-sides 1": "--kernel-sides: the run in", "--maps 4,8": "--maps: the run in", "--seed 2": "--seed: the run in"}},
		{"ffm-small", "--trained-in-model 0", map[string]string{"--bench bad": "--bench: the run in RUN has ideal" + fixed, "--layers 3": "--layers: the run in RUN has 2" + fixed}},
		{"d2nn-mnist-64", "--samples 48 --image-size 32 --padding 0 --batch 8", map[string]string{"--layers 3": "--layers: the run in RUN has 5" + fixed, "--samples 64": "--samples: the run in RUN has 48" + fixed}},
	} {
		t.Run(c.preset, func(t *testing.T) {
			dir, run := ownPicturesOf(t, 10, 28, 28), filepath.Join(t.TempDir(), "run")
			noted(t, append([]string{"train", c.preset, "--data-set", "mine=" + dir, "--device", "cpu", "--epochs", "1", "--out", run}, strings.Fields(c.flags)...)...)
			for flags, want := range c.wants {
				want = strings.ReplaceAll(want, "RUN", run)
				if _, err, status := call(t, append([]string{"train", "--resume", run, "--epochs", "2", "--device", "cpu"}, strings.Fields(flags)...)...); status == 0 || !strings.Contains(err, want) || strings.Contains(err, "another network") {
					t.Errorf("%s: %d, %q, want %q", flags, status, err, want)
				}
			}
			if c.preset != "dante-small" {
				return
			}
			want := "the run in " + run + " learned pictures of 28 x 28 pixels in grey, and these are of 32 x 32 pixels in grey"
			if _, err, status := call(t, "eval", run, "--data-set", "mine="+ownPicturesOf(t, 10, 32, 32), "--device", "cpu"); status == 0 || !strings.Contains(err, want) {
				t.Errorf("%d, %q, want %q", status, err, want)
			}
		})
	}
}

func TestConfusionText(t *testing.T) {
	few := confusionText([]int{3, 1, 0, 0}, []string{"cat", "dog"})
	if !strings.Contains(few, "75.0 %") || !strings.Contains(few, "rows are the true class") {
		t.Errorf("two classes: %s", few)
	}
	if none := confusionText([]int{3, 0, 1, 0, 2, 0}, []string{"cat", "dog"}); !strings.Contains(none, "     0     1  none   right\n") ||
		!strings.Contains(none, "  cat     3     ·     1    75.0 %\n") || !strings.Contains(none, "  dog     ·     2     ·   100.0 %\n") {
		t.Errorf("two classes, and a detector of none: %s", none)
	}
	confusion, classes := make([]int, 30*30), data.Numbered(30)
	confusion[5*30+5], confusion[5*30+7] = 1, 1200
	many := confusionText(confusion, classes)
	if !strings.Contains(many, "0.1 %   7 (1,200)") {
		t.Errorf("thirty classes: %s", many)
	}
	for _, line := range bytes.Split([]byte(many), []byte("\n")) {
		if len(line) > 80 {
			t.Errorf("%d columns: %s", len(line), line)
		}
	}
}

// CIFAR-10 in the folder of the data sets is known by its name, to training and, with the run, to what
// comes after it.
func TestBatchesByName(t *testing.T) {
	sets := t.TempDir()
	dir := filepath.Join(sets, "cifar-10")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	var b []byte
	for class := range 10 {
		b = append(b, byte(class))
		b = append(b, bytes.Repeat([]byte{byte(20 * class)}, 3072)...)
	}
	for _, name := range strings.Fields("data_batch_1 data_batch_2 data_batch_3 data_batch_4 data_batch_5 test_batch") {
		if err := os.WriteFile(filepath.Join(dir, name+".bin"), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(t.TempDir(), "run")
	_, stderr, code := call(t, "train", "d2nn-mnist-64", "--data", sets, "--data-set", "cifar-10", "--samples", "48", "--image-size", "32", "--padding", "0", "--layers", "1", "--batch", "8", "--epochs", "1", "--out", out)
	if code != 0 || !strings.Contains(stderr, "files 6 are not the published ones") {
		t.Fatalf("%d: %s", code, stderr)
	}
	if text, stderr, code := call(t, "eval", out); code != 0 || !strings.Contains(text, "10 test pictures of cifar-10") {
		t.Errorf("%d: %s%s", code, text, stderr)
	}
	for _, network := range []string{"mlp", "cnn"} { // electronics takes colours as they are
		out := filepath.Join(t.TempDir(), "run")
		_, stderr, code := call(t, "train", "dfa-cifar", "--data", sets, "--network", network, "--hidden", "8", "--channels", "2", "--epochs", "1", "--device", "cpu", "--out", out)
		if code != 0 || strings.Contains(stderr, "grey") {
			t.Fatalf("%s: %d: %s", network, code, stderr)
		}
		if text, stderr, code := call(t, "eval", out); code != 0 || strings.Contains(stderr, "grey") {
			t.Errorf("%s: %d: %s%s", network, code, text, stderr)
		}
	}
	_, stderr, code = call(t, "train", "d2nn-mnist-64", "--data", sets, "--data-set", "imagenet-32", "--out", filepath.Join(t.TempDir(), "run"))
	if code == 0 || !strings.Contains(stderr, "put the set's files into "+filepath.Join(sets, "imagenet-32")) {
		t.Errorf("%d: %s", code, stderr)
	}
}
