package data

import (
	"slices"

	"talbot/sim/errs"
)

// Windows is a text as examples of what comes next: example i is the tokens i to
// i+Length-1, and its class is the token behind them. Tokens are characters here.
type Windows struct {
	Name   string
	Length int      // tokens of an example
	Tokens []uint16 // the whole text, each an index into Vocabulary
	// Vocabulary is the tokens' text.
	Vocabulary []string
}

// NewWindows cuts a text into its characters, numbered in the order of Unicode, and gives
// windows of so many of them. Vocabulary, unless nil, is that of another text, such as
// the one that a network was trained on: a character that it lacks is an error.
func NewWindows(name, text string, length int, vocabulary []string) (*Windows, error) {
	runes := []rune(text)
	if length < 1 || len(runes) <= length {
		return nil, errs.New(name, ": a text of ", len(runes), " characters has no window of ", length, " with one behind it: take a longer text, or a shorter window")
	}
	w := &Windows{Name: name, Length: length, Vocabulary: vocabulary}
	if vocabulary == nil {
		all := slices.Clone(runes)
		slices.Sort(all)
		for _, r := range slices.Compact(all) {
			w.Vocabulary = append(w.Vocabulary, string(r))
		}
	}
	if len(w.Vocabulary) > MaxClasses {
		return nil, errs.New(name, ": ", len(w.Vocabulary), " different characters, and at most ", MaxClasses, " can be told apart: take text of fewer")
	}
	number := make(map[string]uint16, len(w.Vocabulary))
	for i, v := range w.Vocabulary {
		number[v] = uint16(i)
	}
	for i, r := range runes {
		token, ok := number[string(r)]
		if !ok {
			return nil, errs.New(name, ": character ", i, ", \"", string(r), "\", is not in the vocabulary of the other text: take it away there, or train on a text that has it")
		}
		w.Tokens = append(w.Tokens, token)
	}
	return w, nil
}

// Len is the number of windows that have a token behind them.
func (w *Windows) Len() int { return max(0, len(w.Tokens)-w.Length) }

// Shape is (1, 1, Length).
func (w *Windows) Shape() (channels, height, width int) { return 1, 1, w.Length }

// Window is the tokens of example i, which alias the text.
func (w *Windows) Window(i int) []uint16 { return w.Tokens[i : i+w.Length : i+w.Length] }

// Read writes the numbers of the tokens of example i.
func (w *Windows) Read(i int, dst []float32) {
	for k, v := range w.Window(i) {
		dst[k] = float32(v)
	}
}

// Target is the token behind window i.
func (w *Windows) Target(i int) int { return int(w.Tokens[i+w.Length]) }

// ClassNames is w.Vocabulary.
func (w *Windows) ClassNames() []string { return w.Vocabulary }
