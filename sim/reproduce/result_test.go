package reproduce

import (
	"encoding/json"
	"strings"
	"testing"
)

// A measured 0 is in the record; what an older record lacks is not made a 0.
func TestResultKeepsZeros(t *testing.T) {
	none := 0.0
	b, err := json.Marshal(Result{Source: &none})
	if err != nil || !strings.Contains(string(b), `"source_efficiency":0,`) || !strings.Contains(string(b), `"test_accuracy":0,`) {
		t.Errorf("%s, %v", b, err)
	}
	var r Result
	if err := json.Unmarshal([]byte(`{"row":"a","efficiency":0.1}`), &r); err != nil || r.Source != nil {
		t.Errorf("%+v, %v", r, err)
	}
}
