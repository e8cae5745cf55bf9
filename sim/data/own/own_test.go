package own

import (
	"bytes"
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

var files = os.DirFS("testdata")

func mustRead(t *testing.T, p string) (learn, test *data.Set) {
	t.Helper()
	learn, test, err := Read(files, p, "mine")
	if err != nil {
		t.Fatalf("%s: %v", p, err)
	}
	return learn, test
}

// hold holds the pictures of make.py: pixel 0 of picture i of class c is 40 c + i.
func hold(t *testing.T, p string, s *data.Set, first int) {
	t.Helper()
	for i := range s.Len() {
		image := s.Image(i)
		number := int(image[0]) - 40*int(s.Labels[i]) - first
		if number < 0 || number > 8 || number%3 != int(s.Labels[i]) || image[len(image)-1] != 7 {
			t.Errorf("%s: picture %d, %v, is not of class %d", p, i, image, s.Labels[i])
		}
	}
}

func TestNPZ(t *testing.T) {
	for _, p := range []string{"keras.npz", "floats.npz"} {
		learn, test := mustRead(t, p)
		if learn.Len() != 9 || test.Len() != 6 || learn.Width != 2 || learn.Height != 3 || len(learn.Classes) != 3 || learn.Note != "" {
			t.Errorf("%s: %d + %d pictures of %d x %d, %d classes, note %q", p, learn.Len(), test.Len(), learn.Width, learn.Height, len(learn.Classes), learn.Note)
		}
		hold(t, p, learn, 0)
		hold(t, p, test, 1)
		if learn.Image(4)[0] != 44 {
			t.Errorf("%s: the order changed", p)
		}
	}
	learn, test := mustRead(t, "deep.npz")
	hold(t, "deep.npz", learn, 0)
	if learn.Len() != 6 || test.Len() != 3 || !slices.Equal(learn.Classes, []string{"1", "2", "3"}) ||
		!strings.Contains(learn.Note, "3 of 9 examples are held out") || !strings.Contains(learn.Note, "16 bits are rounded") {
		t.Errorf("deep.npz: %d + %d, classes %q, note %q", learn.Len(), test.Len(), learn.Classes, learn.Note)
	}
	learn, _ = mustRead(t, "colour.npz")
	if learn.Channels != 3 || learn.Height != 5 || learn.Width != 2 || learn.Image(0)[29] != 7 || learn.Image(0)[9] != 0 {
		t.Errorf("colour.npz: %d channels of %d x %d, %v", learn.Channels, learn.Width, learn.Height, learn.Image(0))
	}
	table, _, err := ReadTable(files, "rows.npz", "mine")
	if err != nil || len(table.Columns) != 6 || table.Row(0)[5] != 7.0/16-1 {
		t.Errorf("rows.npz: %v, %v", table, err)
	}
	for p, want := range map[string]string{
		"one-hot.npz": "numpy.argmax(y, 1)", "objects.npz": "Python objects", "none.npz": "there is no none.npz", "make.py": "is of no known kind",
		"keras.npz#y": "is no CSV file", "shades/low": "is not in the folder of a class",
	} {
		if _, _, err := Read(files, p, "mine"); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "mine: ") {
			t.Errorf("%s: %v, want %q", p, err, want)
		}
	}
}

func TestCSVOfNumPy(t *testing.T) {
	learn, test := mustRead(t, "plain.csv")
	if learn.Len() != 6 || test.Len() != 3 || learn.Width != 3 || learn.Height != 2 || !strings.Contains(learn.Note, "3 x 2 pixels") {
		t.Errorf("%d + %d pictures of %d x %d: %s", learn.Len(), test.Len(), learn.Width, learn.Height, learn.Note)
	}
	table, _, err := ReadTable(files, "exponents.csv", "mine")
	if err != nil || !slices.Equal(table.Columns, []string{"a", "b", "c", "d", "e", "f"}) || !slices.Equal(table.Classes, []string{"0", "1", "2"}) || table.Row(0)[5] != 7 {
		t.Errorf("%v, %v", table, err)
	}
}

const flowers = "length,width,species\n1,2,rose\n2,3,rose\n5,1,lily\n6,0.5,lily\n7,2,\"big, oak\"\n8,3,\"big, oak\"\n"

func TestCSV(t *testing.T) {
	one := func(text string) fstest.MapFS { return fstest.MapFS{"t.csv": {Data: []byte(text)}} }
	table, test, err := ReadTable(one(flowers), "t.csv", "flowers")
	if err != nil || !slices.Equal(table.Classes, []string{"big, oak", "lily", "rose"}) || table.Len() != 3 || test.Len() != 3 {
		t.Fatalf("%v, %v", table, err)
	}
	for i := range table.Len() { // the label belongs to the row still
		if v := table.Row(i)[0]; (v < 3) != (table.Labels[i] == 2) {
			t.Errorf("row %v is of %s", table.Row(i), table.Classes[table.Labels[i]])
		}
	}
	if table, _, err = ReadTable(one(flowers), "t.csv#length", "flowers"); err == nil {
		t.Errorf("words as features: %v", table)
	}
	for text, want := range map[string]string{
		"":                         "it is empty",
		"1\n2\n":                   "one column",
		"a,b\n":                    "no examples",
		"0,1\n1,x\n":               `line 2, column 2: "x" is no number`,
		"0,1\n1,NaN\n0,2\n1,2\n":   `line 2, column 2: "NaN" is no number`,
		"0,1\n1,2,3\n":             "line 2 has 3 columns, and the first 2",
		"0,1\n1,\"2\n":             "mend that line",
		"0,1\n\n,2\n":              "line 3 has no label",
		"0.5,1\n1.5,2\n":           "the label 0.5 is no whole number",
		"0,1\n0,2\n":               `all 2 examples are of one class, "0"`,
		"0,1\n1,2\n0,2\n":          `class "1" has one example`,
		"label,a\n0,1\n1,2,\n":     "line 3 has 3 columns",
		"a,b,c\nx,u,1\ny,v,2\n":    "are both text",
		"label,a\n0,1e99\n1,2\n":   `line 2, a: "1e99" is no number`,
		"label,a\n0,1\n1,2\n0,0\n": `class "1" has one example`,
	} {
		if _, _, err := Read(one(text), "t.csv", "mine"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if learn, test, err := ReadAlike(one("0,1\n0,2\n0,3\n0,4\n0,5\n"), "t.csv", "mine"); err != nil || learn.Len() != 4 || test.Len() != 1 || len(learn.Classes) != 1 {
		t.Errorf("examples that are alike: %v, %v, %v", learn, test, err)
	}
	if _, _, err := Read(one(flowers), "t.csv#colour", "mine"); err == nil || !strings.Contains(err.Error(), `no column "colour": there are length, width, species`) {
		t.Errorf("a column that is not there: %v", err)
	}
	both := fstest.MapFS{"b_train.csv": {Data: []byte("0,1\n1,2\n")}, "b_test.csv": {Data: []byte("1,9\n")}}
	learn, held, err := Read(both, "b_train.csv", "mine")
	if err != nil || learn.Len() != 2 || held.Len() != 1 || held.Labels[0] != 1 || held.Images[0] != 255 || !strings.Contains(learn.Note, "b_test.csv") {
		t.Errorf("%v, %v, %v", learn, held, err)
	}
	both["b_test.csv"].Data = []byte("2,9\n")
	if _, _, err = Read(both, "b_train.csv", "mine"); err == nil || !strings.Contains(err.Error(), `test example 0 is of class "2"`) {
		t.Errorf("a class of the test half alone: %v", err)
	}
}

func encode(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFolderOfPillow(t *testing.T) {
	learn, test := mustRead(t, "shades")
	if learn.Len() != 5 || test.Len() != 2 || learn.Channels != 1 || learn.Width != 4 || learn.Height != 3 || !slices.Equal(learn.Classes, []string{"high", "low"}) ||
		!strings.Contains(learn.Note, "3 pictures of 16 bits") {
		t.Errorf("%d + %d pictures of %d x %d, classes %q, note %q", learn.Len(), test.Len(), learn.Width, learn.Height, learn.Classes, learn.Note)
	}
	seen := map[byte]bool{}
	for _, s := range []*data.Set{learn, test} {
		for i := range s.Len() {
			v := s.Image(i)[11]
			seen[v] = true
			if (v >= 200) != (s.Labels[i] == 0) {
				t.Errorf("a picture of grey %d is %s", v, s.Classes[s.Labels[i]])
			}
		}
	}
	for _, v := range []byte{10, 11, 12, 99, 200, 201, 202} {
		if !seen[v] {
			t.Errorf("no picture has the grey %d", v)
		}
	}
}

func TestFolder(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 2, 1))
	grey.Pix = []byte{9, 250}
	colour := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	colour.Set(0, 0, color.NRGBA{100, 50, 25, 255})
	colour.Set(1, 0, color.NRGBA{255, 255, 255, 0}) // transparent: dark
	m := fstest.MapFS{
		"train/2/a.png": {Data: encode(t, grey)}, "train/10/b.PNG": {Data: encode(t, colour)}, "train/.DS_Store": {},
		"test/10/c.png": {Data: encode(t, colour)},
	}
	learn, test, err := Read(m, ".", "mine")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(learn.Classes, []string{"2", "10"}) || learn.Len() != 2 || test.Len() != 1 || learn.Channels != 3 || learn.Note != "" {
		t.Errorf("classes %q, %d + %d, %d channels, %q", learn.Classes, learn.Len(), test.Len(), learn.Channels, learn.Note)
	}
	if !bytes.Equal(test.Image(0), []byte{100, 0, 50, 0, 25, 0}) || !bytes.Equal(test.Grey().Image(0), []byte{62, 0}) {
		t.Errorf("the colours are %v", test.Image(0))
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"train/2/x.jpg", nil, "train/2/x.jpg is no PNG"},
		{"train/2/x.png", []byte("GIF89a"), "train/2/x.png is no PNG that can be read"},
		{"train/2/x.png", encode(t, grey)[:60], "train/2/x.png is"},
		{"train/2/x.png", encode(t, image.NewGray(image.Rect(0, 0, 3, 1))), "train/2/x.png has 3 x 1 pixels, and the first picture 2 x 1"},
		{"train/2/x.png", encode(t, image.NewGray(image.Rect(0, 0, 5000, 1))), "5000 x 1 pixels, want 1 to 4096"},
		{"train/x.png", encode(t, grey), "train/x.png is not in the folder of a class"},
	} {
		m[c.name] = &fstest.MapFile{Data: c.data}
		if _, _, err := Read(m, ".", "mine"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		delete(m, c.name)
	}
}

func TestIDX(t *testing.T) {
	s := &data.Set{Width: 3, Height: 2, Classes: data.Numbered(27), Images: []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, Labels: []uint16{26, 1}}
	images, labels := data.WriteIDX(s)
	m := fstest.MapFS{}
	for _, half := range []string{"train", "test"} {
		m["e/emnist-letters-"+half+"-images-idx3-ubyte"] = &fstest.MapFile{Data: images}
		m["e/emnist-letters-"+half+"-labels-idx1-ubyte"] = &fstest.MapFile{Data: labels}
	}
	for _, p := range []string{"e", "e/emnist-letters-train-images-idx3-ubyte"} {
		learn, test, err := Read(m, p, "letters")
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(learn.Classes, []string{"1", "26"}) || learn.Labels[0] != 1 || test.Len() != 2 || learn.Width != 2 || !bytes.Equal(learn.Image(0), []byte{1, 4, 2, 5, 3, 6}) {
			t.Errorf("%s: classes %q, picture %v of %d wide: %s", p, learn.Classes, learn.Image(0), learn.Width, learn.Note)
		}
	}
	delete(m, "e/emnist-letters-test-labels-idx1-ubyte")
	if _, _, err := Read(m, "e", "letters"); err == nil || !strings.Contains(err.Error(), "has no labels beside it") {
		t.Errorf("no labels: %v", err)
	}
	m["e/other-train-images-idx3-ubyte"] = &fstest.MapFile{Data: images}
	if _, _, err := Read(m, "e", "letters"); err == nil || !strings.Contains(err.Error(), "several files of pictures") {
		t.Errorf("two sets: %v", err)
	}
}
