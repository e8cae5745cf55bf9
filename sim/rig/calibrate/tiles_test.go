package calibrate

import (
	"encoding/json"
	"errors"
	"testing"
)

// Curves of tiles are kept on a panel whose range varies, and refused on one that is the same everywhere; what is kept comes back from its file.
func TestTiles(t *testing.T) {
	f := graded(t, "mild")
	f.Spread = 0.1
	b, truth := benchOf(t, 64, 0.01, f, nil)
	b.Mounts[1].Curve = truth.Panels[1].Curve
	r, err := Make(t.Context(), b, "tiles")
	t.Logf("%+v", r.Verified)
	need(t, err)
	file, err := json.Marshal(r)
	need(t, err)
	other, _ := benchOf(t, 64, 0.01, f, nil)
	_, err = Read(other, file)
	need(t, err)
	if n := len(other.Mounts[1].Tiles); n != 16 || other.Mounts[1].Tiles[5].States[200] != b.Mounts[1].Tiles[5].States[200] {
		t.Errorf("%d tiles are read", n)
	}
	f.Spread = 0
	b, truth = benchOf(t, 64, 0.01, f, nil)
	b.Mounts[1].Curve = truth.Panels[1].Curve
	if r, err := Make(t.Context(), b, "tiles"); !errors.Is(err, ErrNoBetter) || b.Mounts[1].Tiles != nil {
		t.Errorf("a panel that is the same everywhere: %v, %+v", err, r.Verified)
	}
}
