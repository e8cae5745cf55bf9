package own

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"talbot/sim/data"
)

// four are the labels of the pictures of batches.py.
var four = []int{3, 1, 2, 1}

// records are the same pictures in CIFAR-10's binary format.
func records() []byte {
	var b []byte
	for i, label := range four {
		b = append(b, byte(label))
		for k := range colourPixels {
			b = append(b, byte(10*i+k/1024))
		}
	}
	return b
}

// sheet is them as a row of pixels each.
func sheet(t *testing.T) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 1024, 4))
	for y := range 4 {
		for x := range 1024 {
			m.SetRGBA(x, y, color.RGBA{uint8(10 * y), uint8(10*y + 1), uint8(10*y + 2), 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// old is how Python 2 pickled batches: text is bytes, and an array's are too.
func old() []byte {
	var b bytes.Buffer
	short := func(s string) { b.WriteString("U" + string(rune(len(s))) + s) }
	b.WriteString("\x80\x02}q\x01(")
	short("data")
	b.WriteString("cnumpy.core.multiarray\n_reconstruct\nq\x02cnumpy\nndarray\nq\x03K\x00\x85U\x01b\x87R(K\x01K\x04M\x00\x0c\x86cnumpy\ndtype\nq\x04U\x02u1K\x00K\x01\x87R(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89T\x00\x30\x00\x00")
	for i := range 4 {
		for k := range colourPixels {
			b.WriteByte(byte(10*i + k/1024))
		}
	}
	b.WriteString("tb")
	short("labels")
	b.WriteString("](K\x03K\x01K\x02K\x01e")
	short("batch_label")
	short("training batch 1 of 5")
	b.WriteString("u.")
	return b.Bytes()
}

func stored(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name + ".pickle")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func folder(b *batches, content []byte) fstest.MapFS {
	m := fstest.MapFS{}
	for _, file := range append(slices.Clone(b.learn), b.test...) {
		m["set/"+file] = &fstest.MapFile{Data: content}
	}
	if b.labels != nil {
		m["set/"+b.labels[0]] = &fstest.MapFile{Data: []byte("[" + strings.Repeat("3,1,2,1,", 4) + "3,1,2,1]")}
		m["set/"+b.labels[1]] = &fstest.MapFile{Data: []byte("[3,1,2,1]")}
	}
	return m
}

func TestBatches(t *testing.T) {
	for name, c := range map[string]struct {
		of      *batches
		content []byte
		classes []string
	}{
		"binary":               {&cifarBinary, records(), []string{"automobile", "bird", "cat"}},
		"sheets":               {&cifarSheets, sheet(t), []string{"automobile", "bird", "cat"}},
		"Python 2":             {&cifarPython, old(), []string{"automobile", "bird", "cat"}},
		"Python, protocol 2":   {&cifarPython, stored(t, "old"), []string{"automobile", "bird", "cat"}},
		"ImageNet, protocol 4": {&imagenet32, stored(t, "new"), []string{"1", "2", "3"}},
		"ImageNet, protocol 5": {&imagenet32, stored(t, "newest"), []string{"1", "2", "3"}},
	} {
		learn, test, err := Read(folder(c.of, c.content), "set", "mine")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		n := 4 * len(c.of.learn)
		if learn.Len() != n || test.Len() != 4 || learn.Channels != 3 || learn.Width != 32 || learn.Height != 32 || !slices.Equal(learn.Classes, c.classes) {
			t.Fatalf("%s: %d and %d pictures of %d channels, %d x %d, of %q", name, learn.Len(), test.Len(), learn.Channels, learn.Width, learn.Height, learn.Classes)
		}
		for i := range n {
			image := learn.Image(i)
			if learn.Labels[i] != uint16(four[i%4]-1) || image[0] != byte(i%4*10) || image[1024] != image[0]+1 || image[3071] != image[0]+2 {
				t.Errorf("%s: picture %d is of class %d and begins with %d, %d", name, i, learn.Labels[i], image[0], image[1024])
			}
		}
		if published := c.of == &imagenet32; published == strings.Contains(learn.Note, "are not the published ones") {
			t.Errorf("%s: note %q", name, learn.Note)
		}
	}
}

// Published files have no note: here by sums that say so.
func TestBatchesKnowThePublishedFiles(t *testing.T) {
	b := cifarBinary
	h := &half{}
	labels, err := readRecords(h, records())
	if err != nil {
		t.Fatal(err)
	}
	whole := sha256.Sum256(records())
	sum := contentSum(h.images, labels, nil)
	if sum != hex.EncodeToString(whole[:]) {
		t.Fatal("the sum is not that of the binary file")
	}
	b.sums = map[string]string{}
	for _, name := range []string{"data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"} {
		b.sums[name] = sum
	}
	f, err := b.from(folder(&b, records()), "set")
	if err != nil || len(f.notes) != 0 {
		t.Errorf("notes %q, %v", f.notes, err)
	}
	b.sums["data_batch_3"] = "other"
	if f, err = b.from(folder(&b, records()), "set"); err != nil || len(f.notes) != 1 || !strings.Contains(f.notes[0], "files 1 are not") {
		t.Errorf("notes %q, %v", f.notes, err)
	}
}

func TestBatchesThatAreWrong(t *testing.T) {
	change := func(b *batches, content []byte, f func(m fstest.MapFS)) fstest.MapFS {
		m := folder(b, content)
		f(m)
		return m
	}
	put := func(name string, b []byte) func(fstest.MapFS) {
		return func(m fstest.MapFS) { m["set/"+name] = &fstest.MapFile{Data: b} }
	}
	large := records()
	large[0] = 10
	opaque := image.NewNRGBA(image.Rect(0, 0, 1024, 1))
	var clear, small bytes.Buffer
	if err := png.Encode(&clear, opaque); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&small, image.NewGray(image.Rect(0, 0, 32, 32))); err != nil {
		t.Fatal(err)
	}
	for want, m := range map[string]fstest.MapFS{
		"set/data_batch_4.bin":                change(&cifarBinary, records(), func(m fstest.MapFS) { delete(m, "set/data_batch_4.bin") }),
		"no whole number of pictures":         change(&cifarBinary, records(), put("data_batch_2.bin", records()[:5000])),
		"label 0 is 10":                       change(&cifarBinary, records(), put("test_batch.bin", large)),
		"0 pictures and 0 labels":             change(&cifarBinary, records(), put("data_batch_2.bin", nil)),
		"has fewer labels":                    change(&cifarSheets, sheet(t), put("train_lables.json", []byte("[1,2]"))),
		"1 labels more than":                  change(&cifarSheets, sheet(t), put("test_lables.json", []byte("[1,2,3,4,5]"))),
		"test_lables.json: json":              change(&cifarSheets, sheet(t), put("test_lables.json", []byte(`{"a":1}`))),
		"a sheet of 32 x 32":                  change(&cifarSheets, sheet(t), put("data_batch_1.png", small.Bytes())),
		"of three colours of 8 bits":          change(&cifarSheets, sheet(t), put("data_batch_1.png", clear.Bytes())),
		`"date" of the module "datetime"`:     folder(&imagenet32, stored(t, "objects")),
		"no \"data\" of 3072 bytes":           folder(&imagenet32, stored(t, "floats")),
		"ends too early":                      folder(&cifarPython, old()[:9000]),
		"something else than a dict":          folder(&cifarPython, []byte("\x80\x02K\x05.")),
		`"labels": want a list`:               folder(&cifarPython, bytes.Replace(old(), []byte("U\x06labels"), []byte("U\x06lapels"), 1)),
		"protocol 0 is not read":              folder(&cifarPython, []byte("\x80\x00K\x05.")),
		`the operation "i" is not`:            folder(&cifarPython, []byte("(ios\nsystem\n.")),
		`"system" of the module "os"`:         folder(&cifarPython, []byte("\x80\x02cos\nsystem\nU\x02ls\x85R.")),
		`of the module "builtins"`:            folder(&cifarPython, []byte("\x80\x04\x8c\x08builtins\x8c\x04eval\x93\x8c\x01x\x85R.")),
		"it makes no sense":                   folder(&cifarPython, []byte("\x80\x02h\x05.")),
		"a whole number of 9 bytes":           folder(&cifarPython, []byte("\x80\x02\x8a\x09123456789.")),
		"array of shape [4 3072] and 0 bytes": folder(&cifarPython, append(bytes.Replace(old(), []byte("T\x00\x30\x00\x00"), []byte("U\x00tbu."), 1)[:220], []byte("tbu.")...)),
	} {
		_, _, err := Read(m, "set", "mine")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

func FuzzPickle(f *testing.F) {
	f.Add(old())
	for _, name := range []string{"old", "new", "newest", "objects", "floats"} {
		b, err := load(files, name+".pickle")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x06labels\x94]\x94(K\x01K\x02eu."))
	f.Fuzz(func(t *testing.T, b []byte) {
		h := &half{}
		labels, err := readPickled(h, b)
		if err == nil && len(h.images)%colourPixels != 0 {
			t.Errorf("%d bytes of pictures, %d labels", len(h.images), len(labels))
		}
		m := fstest.MapFS{}
		for _, file := range append(slices.Clone(cifarPython.learn), cifarPython.test...) {
			m[file] = &fstest.MapFile{Data: b}
		}
		sound(t, m, ".")
	})
}

// The published files, where this machine has them.
func TestPublishedCIFAR(t *testing.T) {
	dir := os.Getenv("TALBOT_CIFAR10")
	if dir == "" {
		t.Skip("TALBOT_CIFAR10 is not set: the folder of CIFAR-10's files, of any kind")
	}
	learn, test, err := Read(os.DirFS(dir), ".", "cifar-10")
	if err != nil {
		t.Fatal(err)
	}
	if learn.Len() != 50000 || test.Len() != 10000 || learn.Note != "" || !slices.Equal(learn.Classes, cifarClasses) {
		t.Errorf("%d and %d pictures of %q: %s", learn.Len(), test.Len(), learn.Classes, learn.Note)
	}
	var _ data.Examples = learn
}
