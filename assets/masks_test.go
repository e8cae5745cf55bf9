package assets

import (
	"encoding/json"
	"io/fs"
	"math"
	"testing"

	"talbot/sim/experiment"
)

// The record beside the masks says how sure its accuracy is; the page shows it.
func TestRecordsHaveTheirInterval(t *testing.T) {
	paths, err := fs.Glob(FS, "masks/*.json")
	if err != nil || len(paths) < 7 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		text, err := FS.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var r struct {
			Data     struct{ Test int }
			Accuracy float64     `json:"test_accuracy_of_bytes"`
			Interval *[2]float64 `json:"test_interval_of_bytes"`
		}
		if err := json.Unmarshal(text, &r); err != nil {
			t.Fatal(path, err)
		}
		low, high := experiment.Wilson(int(math.Round(r.Accuracy*float64(r.Data.Test))), r.Data.Test)
		if r.Interval == nil || *r.Interval != [2]float64{low, high} || r.Data.Test != 10000 {
			t.Errorf("%s: %v, want %g to %g of %d pictures", path, r.Interval, low, high, r.Data.Test)
		}
	}
}
