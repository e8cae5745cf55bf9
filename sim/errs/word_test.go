package errs

import "testing"

func TestWord(t *testing.T) {
	for text, want := range map[string]string{"runs/a-1.2": "runs/a-1.2", "": "''", "a b": "'a b'", "it's": `'it'\''s'`, "$HOME": "'$HOME'", "~/x": "'~/x'", "é": "'é'", `c:\x`: `'c:\x'`, "a;b": "'a;b'"} {
		if got := Word(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
