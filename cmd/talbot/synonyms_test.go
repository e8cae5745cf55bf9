package main

import (
	"slices"
	"strings"
	"testing"
)

// A word of other programs leads to the command that does it, which there is, and a misspelt one to that which is spelt so.
func TestSynonyms(t *testing.T) {
	for word, want := range map[string]string{
		"infer": "talbot eval or talbot rig run infer?", "test": "talbot eval?", "predict": "talbot eval or ", "fit": "talbot train?", "benchmark": "talbot speed?",
		"plot": "talbot figure?", "show": "talbot figure?", "Run": "talbot train or talbot rig run?", "trian": "did you mean train?", "evla": "did you mean eval?",
	} {
		for _, args := range [][]string{{word}, {"help", word}, {word, "d2nn-mnist-64", "--epochs", "3"}} {
			if _, said, status := call(t, args...); status != misused || !strings.Contains(said, want) {
				t.Errorf("%s: status %d, %s", args, status, said)
			}
		}
	}
	var seen []string
	root := (&app{}).root()
	for _, s := range synonyms {
		for _, word := range strings.Fields(s.words) {
			if cmd, _, err := root.Find([]string{word}); err == nil && cmd != root {
				t.Errorf("%s is a command", word)
			}
			if slices.Contains(seen, word) {
				t.Errorf("%s is there twice", word)
			}
			seen = append(seen, word)
		}
		for _, command := range s.commands {
			words, _, _ := strings.Cut(command, " --")
			cmd, rest, err := root.Find(strings.Fields(words))
			if err != nil || len(rest) > 0 || cmd.CommandPath() != "talbot "+words {
				t.Errorf("%s is no command", command)
			}
		}
	}
}
