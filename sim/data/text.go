package data

// Texts are the texts that Talbot can get.
var Texts = []string{"bible-kjv"}

// NewText is a text as a set: a picture of one value for each byte, of no class but the one. What learns texts puts them
// together again.
func NewText(name string, text []byte) *Set {
	return &Set{Name: name, Width: 1, Height: 1, Classes: []string{"text"}, Images: text, Labels: make([]uint16, len(text))}
}

// SplitText takes the end off a text, one byte in ten, to test on; the cut is behind a line, where there is one near.
func SplitText(name string, text []byte) (learn, test *Set) {
	at := len(text) - len(text)/10
	for i := at; i < len(text)-1 && i < at+1000; i++ {
		if text[i] == '\n' {
			at = i + 1
			break
		}
	}
	return NewText(name, text[:at:at]), NewText(name, text[at:])
}
