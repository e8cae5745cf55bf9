package language

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/system/feedback"
)

// verse is a text with an order that can be learned.
var verse = strings.Repeat("and the light shall go forth, and the dark shall not. ", 16)

func tiny(way string) Config {
	p, _ := Find("dfa-lm-small")
	c := p.Config
	c.Feedback, c.Context, c.Width, c.Heads, c.LearningRate, c.Batch = way, 8, 16, 2, 1e-2, 16
	return c
}

func text() *data.Set { return data.NewText("verse", []byte(verse)) }

// Names can be written, each other than the rest, and a pair that is a character is one.
func TestNamesAreShown(t *testing.T) {
	names := shown(append(Pairs(nil).Names(256), "é", "\xc3a"))
	seen := map[string]bool{}
	for i, name := range names {
		if !utf8.ValidString(name) || seen[name] {
			t.Errorf("token %d is shown as %q", i, name)
		}
		seen[name] = true
	}
	if names['a'] != "a" || names[0xe9] != `\xe9` || names[256] != "é" || names[257] != `\xc3a` {
		t.Errorf("%q, %q, %q, %q", names['a'], names[0xe9], names[256], names[257])
	}
}

// Pairs put together are the text, and no pair of the tokens is left that was made one.
func TestPairs(t *testing.T) {
	p := LearnPairs([]byte(verse), 300)
	if len(p) < 20 || len(p) > 44 {
		t.Fatalf("%d pairs", len(p))
	}
	tokens, names := p.Cut([]byte(verse)), p.Names(300)
	var b bytes.Buffer
	for i, k := range tokens {
		b.WriteString(names[k])
		for _, pair := range p {
			if i > 0 && tokens[i-1] == pair[0] && k == pair[1] {
				t.Fatalf("pair %d, %q, is left", i, names[pair[0]]+names[pair[1]])
			}
		}
	}
	if b.String() != verse {
		t.Errorf("%d tokens are another text, of %d bytes", len(tokens), b.Len())
	}
	if 2*len(tokens) > len(verse) {
		t.Errorf("%d tokens of %d bytes", len(tokens), len(verse))
	}
}

// Every way learns, backpropagation more than the last layer, which leaves the blocks as they were; angles are cosines.
func TestWays(t *testing.T) {
	loss := map[string]float64{}
	for _, way := range feedback.Ways {
		dev := cpu.Open(1)
		s, err := Open(dev, tiny(way), text())
		if err != nil {
			t.Fatal(err)
		}
		read := func(i int) []float32 {
			v := s.Net.Vars()[i]
			x := make([]float32, v.Len())
			if err := dev.Read(v.Value, 0, x); err != nil {
				t.Fatal(err)
			}
			return x
		}
		before := read(4)
		first, err := s.Evaluate(text())
		if err != nil {
			t.Fatal(err)
		}
		for range 8 * s.Stage.Batches() {
			if _, err := s.Stage.Next(); err != nil {
				t.Fatal(err)
			}
		}
		e, err := s.Evaluate(text())
		if err != nil {
			t.Fatal(err)
		}
		if loss[way] = e.MeanLoss(); !(e.MeanLoss() < 0.8*first.MeanLoss()) || e.Count != s.Stage.Set.Len() {
			t.Errorf("%s: loss %g at first, then %g, of %d examples", way, first.MeanLoss(), e.MeanLoss(), e.Count)
		}
		moved := false
		for i, v := range read(4) {
			moved = moved || v != before[i]
		}
		if moved == (way == "last-layer") {
			t.Errorf("%s: the first block is trained: %v", way, moved)
		}
		all, err := s.Cosines()
		if want := way != "backprop" && way != "last-layer"; err != nil || want != (len(all) == s.Config.Blocks) {
			t.Errorf("%s: cosines %v, %v", way, all, err)
		}
		for _, c := range all {
			if math.Abs(c) > 1 {
				t.Errorf("%s: cosine %g", way, c)
			}
		}
	}
	if !(loss["backprop"] < loss["last-layer"]) || !(loss["backprop"] < loss["dfa"]) {
		t.Errorf("losses %v", loss)
	}
}

// What is no text, and too short ones, are errors; each layer can have feedback; pairs are learned from the text.
func TestTexts(t *testing.T) {
	dev := cpu.Open(1)
	if _, err := Open(dev, tiny("dfa"), &data.Set{Name: "pictures", Width: 28, Height: 28}); err == nil || !strings.Contains(err.Error(), "learns a text") {
		t.Errorf("pictures: %v", err)
	}
	if _, err := Open(dev, tiny("dfa"), data.NewText("short", []byte("and"))); err == nil || !strings.Contains(err.Error(), "longer text") {
		t.Errorf("short: %v", err)
	}
	c := tiny("dfa")
	c.Heads = 3
	if _, err := Open(dev, c, text()); err == nil {
		t.Error("3 heads share 16 numbers")
	}
	c = tiny("dfa")
	c.To, c.Tokens, c.Vocabulary = "layers", "pairs", 280
	s, err := Open(dev, c, text())
	if err != nil {
		t.Fatal(err)
	}
	if all, err := s.Cosines(); err != nil || len(all) != 2*c.Blocks || len(s.names) != 280 {
		t.Errorf("%d cosines of %d names, %v", len(all), len(s.names), err)
	}
	if _, err := c.Open(dev, nil); err != nil {
		t.Error(err)
	}
}

// Another text is learned; what is none is refused, and the old text stays.
func TestLearnsAnotherText(t *testing.T) {
	s, err := Open(cpu.Open(1), tiny("backprop"), text())
	if err != nil {
		t.Fatal(err)
	}
	r := &running{s: s}
	before := s.Stage.Set
	pictures := &data.Set{Name: "digits", Width: 28, Height: 28, Classes: []string{"0", "1"}, Images: make([]byte, 784), Labels: make([]uint16, 1)}
	if err := r.Learn(pictures); err == nil || !strings.Contains(err.Error(), "learns a text") || s.Stage.Set != before {
		t.Errorf("pictures in place of a text: %v", err)
	}
	if err := r.Learn(data.NewText("longer", []byte(verse+verse))); err != nil || s.Stage.Set == before {
		t.Errorf("another text: %v", err)
	}
}

// What does not fit the memory is refused before any of it is taken, and what a model is made of can be told.
func TestRoom(t *testing.T) {
	c := tiny("opu")
	m, err := c.Model()
	if err != nil {
		t.Fatal(err)
	}
	const w = 16
	block := 4*w + 4*w*w + 4*w + 8*w*w + 5*w // two norms, attention, dense layers
	if got, want := int(m.Totals[0].Value), 256*w+8*w+2*block+2*w+256*w+256; got != want {
		t.Errorf("%d numbers, want %d", got, want)
	}
	if got := m.Totals[1].Value; got != 4*16*8*2 { // frames: batch, tokens, the embedding and a block
		t.Errorf("%g frames", got)
	}
	c.Width, c.Blocks, c.Context = 4096, 64, 2048
	dev := cpu.Open(1)
	dev.SetRoom(8e9, "that are free")
	var refused *compute.MemoryError
	if _, err := c.Open(dev, text()); !errors.As(err, &refused) || refused.Need < 200e9 {
		t.Error(err)
	}
}

// A model that has learned a verse goes on with it; what it makes does not depend on what stands behind the text, and a
// share of tokens is drawn as often as it is large.
func TestGoOn(t *testing.T) {
	c := tiny("backprop")
	c.Epochs = 20
	s, err := Open(cpu.Open(1), c, text())
	if err != nil {
		t.Fatal(err)
	}
	for range c.Epochs * s.Stage.Batches() {
		if _, err := s.Stage.Next(); err != nil {
			t.Fatal(err)
		}
	}
	made := ""
	if err := s.GoOn([]byte("and the light sh"), 24, 0, 1, func(token string) bool { made += token; return true }); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(made, "all ") {
		t.Errorf("it goes on with %q", made)
	}
	if err := s.GoOn(nil, 1, 1, 1, nil); err == nil {
		t.Error("it goes on with nothing")
	}
	counts := make([]int, 3)
	z := []float32{0, float32(math.Log(2)), float32(math.Log(7))}
	for i := range 1000 {
		counts[drawn(z, 1, (float64(i)+0.5)/1000)]++
	}
	if counts[0] != 100 || counts[1] != 200 || counts[2] != 700 || drawn(z, 0, 0) != 2 {
		t.Errorf("%v", counts)
	}
	if got := Readable("a\x1b\xff\n\u00e9\uFFFD"); got != "a\\x1b\\xff\n\u00e9\uFFFD" {
		t.Errorf("%q", got)
	}
}
