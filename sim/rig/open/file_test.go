package open

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is no bench says what it is: a calibration, or something with a field that benches have not.
func TestReadTellsWhatIsNoBench(t *testing.T) {
	for text, wants := range map[string][]string{
		`{"kind":"curves","made":"2026-12-01T00:00:00Z","verified":[]}`: {"a calibration (curves)", "--calibration "},
		`{"kind":"curves"}`: {"is no bench", `"kind"`},
		`{"panels":[`:       {"is no bench", "EOF"},
	} {
		file := filepath.Join(t.TempDir(), "given.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Read(file)
		for _, want := range append(wants, file) {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v does not say %q", text, err, want)
			}
		}
	}
}
