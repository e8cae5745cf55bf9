package main

import "strings"

// synonyms are words that other programs have for what commands of ours do.
var synonyms = []struct {
	words    string
	commands []string
}{
	{"fit learn optimise optimize tune", []string{"train"}},
	{"accuracy evaluate score test validate", []string{"eval"}},
	{"infer inference predict", []string{"eval", "rig run infer"}},
	{"run start", []string{"train", "rig run"}},
	{"continue", []string{"train --resume RUN"}},
	{"draw image plot render show view visualise visualize", []string{"figure"}},
	{"experiments ls networks parameters systems", []string{"list"}},
	{"history", []string{"runs"}},
	{"dataset datasets download fetch", []string{"data get"}},
	{"convert print save write", []string{"export"}},
	{"count describe info summary", []string{"model"}},
	{"diffract simulate", []string{"propagate", "train"}},
	{"benchmark profile", []string{"speed"}},
	{"measure", []string{"eval", "speed"}},
	{"paper papers repeat replicate", []string{"reproduce"}},
	{"sample", []string{"generate"}},
	{"grid search", []string{"sweep"}},
	{"app gui page ui web", []string{"serve"}},
	{"cluster", []string{"hub", "worker"}},
	{"gpu", []string{"devices"}},
	{"camera cameras slm", []string{"rig list"}},
	{"calibrate", []string{"rig calibrate"}},
	{"check", []string{"rig check"}},
}

// synonym is what to say of a word that is no command: those whose synonym it is, or else what its spelling has found.
func synonym(word, spelt string) string {
	for _, s := range synonyms {
		for w := range strings.FieldsSeq(s.words) {
			if strings.EqualFold(w, word) {
				return " (did you mean talbot " + strings.Join(s.commands, " or talbot ") + "?)"
			}
		}
	}
	return spelt
}
