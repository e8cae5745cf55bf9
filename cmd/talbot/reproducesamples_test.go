package main

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"talbot/sim/reproduce"
)

// Each row that has made pictures gets a line, each picture its place, and rows without get none.
func TestSamplesFile(t *testing.T) {
	list := make([]float64, reproduce.SamplesKept*64)
	for i := range list {
		list[i] = float64(i / 64) // picture k has grey value k
	}
	e := reproduce.Experiment{Rows: []reproduce.Row{{Name: "none"}, {Name: "some"}, {Name: "other"}}}
	results := map[string][]*reproduce.Result{"none": {{}}, "some": {{}, {Lists: map[string][]float64{reproduce.Samples: list}}}, "other": {{Lists: map[string][]float64{reproduce.Samples: list[:reproduce.SamplesKept*16]}}}}
	file := filepath.Join(t.TempDir(), "samples.png")
	if some, err := samplesFile(e, results, file); err != nil || !some {
		t.Fatal(some, err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	const cell = 8*4 + 4
	if want := image.Rect(0, 0, reproduce.SamplesKept*cell+4, 2*cell+4); m.Bounds() != want {
		t.Fatalf("%v, want %v", m.Bounds(), want)
	}
	for k := range reproduce.SamplesKept {
		if r, _, _, _ := m.At(4+k*cell+20, 4+20).RGBA(); r>>8 != uint32(k) {
			t.Errorf("picture %d is %d", k, r>>8)
		}
	}
	if r, _, _, _ := m.At(4+7*cell+20, 4+cell+20).RGBA(); r>>8 != 1 { // 16 numbers each: the eighth has 112 to 127
		t.Errorf("the second line has %d", r>>8)
	}
	if some, err := samplesFile(e, map[string][]*reproduce.Result{"none": {{}}}, file); some || err != nil {
		t.Error(some, err)
	}
}
