package frame

import (
	"encoding/binary"
	"encoding/hex"
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var regen = flag.Bool("regen", false, "write testdata anew")

// TestFormatStays holds the bytes of a frame with everything in it, from which the page's
// reader is tested too (site/test/parts.test.mjs). They change with the version alone.
func TestFormatStays(t *testing.T) {
	b, err := bench().AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	const name = "testdata/bench.hex"
	if *regen {
		if err := os.WriteFile(name, []byte(lines(hex.EncodeToString(b))), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	want, err := hex.DecodeString(strings.ReplaceAll(string(text), "\n", ""))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(b, want) {
		t.Errorf("the frame's bytes are not those of %s: a reader of before cannot read them; give the format a new version", name)
	}
}

// lines breaks text after every 128 letters.
func lines(s string) (out string) {
	for len(s) > 128 {
		out, s = out+s[:128]+"\n", s[128:]
	}
	return out + s + "\n"
}

// TestCorpus holds what the fuzz test begins with: broken frames, each wrong in one place.
// They are files, so that the fuzzer and plain tests run them alike.
func TestCorpus(t *testing.T) {
	whole, err := bench().AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	word := func(at int, v uint32) []byte {
		b := slices.Clone(whole)
		binary.LittleEndian.PutUint32(b[4*at:], v)
		return b
	}
	const most = math.MaxInt32
	for name, b := range map[string][]byte{
		"planes-most":     word(1, most),
		"planes-negative": word(1, math.MaxUint32),
		"planes-none":     word(1, 0),
		"ribbons-most":    word(2, most/16),
		"panels-one-more": word(3, 7),
		"network-third":   word(4, 2),
		"readings-most":   word(10, most),
		"kind-unknown":    word(17, 10),
		"samples-most":    word(18, most),
		"pitch-nan":       word(20, math.Float32bits(float32(math.NaN()))),
		"place-infinite":  word(21, math.Float32bits(float32(math.Inf(1)))),
		"name-longer":     word(24, 7),
		"name-negative":   word(24, math.MaxUint32),
		"cut-in-words":    whole[:4*40],
		"cut-in-bytes":    whole[:len(whole)-1],
		"version-2":       append([]byte("TBF2"), whole[4:]...),
		"only-magic":      whole[:4],
		"empty":           {},
	} {
		file := filepath.Join("testdata/fuzz/FuzzFrame", name)
		text := "go test fuzz v1\n[]byte(" + strconv.QuoteToASCII(string(b)) + ")\n"
		if *regen {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != text {
			t.Errorf("%s is not the broken frame of that name (%v); write it with: go test ./sim/frame -regen", file, err)
		}
		f := Frame{Label: 77}
		if err := f.UnmarshalBinary(b); err == nil || !strings.HasPrefix(err.Error(), "frame: ") {
			t.Errorf("%s gives the error %v", name, err)
		}
		if f.Label != 77 || f.Planes != nil {
			t.Errorf("%s, which is refused, leaves something behind", name)
		}
	}
}
