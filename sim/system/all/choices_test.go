package all

import (
	"os"
	"slices"
	"strings"
	"testing"

	"talbot/sim/experiment"
)

// What is to be chosen in a form has words in every language of the page, but for names, which are the same in all.
func TestChoicesInLanguages(t *testing.T) {
	names := strings.Fields(`1 2 5 10 adam sgd mnist fashion-mnist cifar-10 imagenet-32 bible-kjv bench-cifar bench-mnist bench-small
		cifar-l3 cifar-l4 cifar-l5 cifar-l6 cifar-l7 cifar-l10 imagenet32-l6 imagenet32-l7 imagenet32-l10 onn-3-3 onn-3-3-500 onn-3-7 onn-3-7-500
		cnn lenet-5 mlp vgg-11 vit dfa gumbel opu ptq qat spsa relu sigmoid tanh`)
	choices := map[string]string{} // by name, a parameter that has it
	for _, s := range Systems() {
		for _, p := range s.Presets() {
			for _, param := range p.Config.Params() {
				if param.Kind != experiment.Choice {
					continue
				}
				for _, c := range param.Choices {
					choices[c] = p.ID + ", " + param.Name
				}
			}
		}
	}
	for _, language := range []string{"de", "zh"} {
		file := "../../../site/i18n/" + language + "-choices.js"
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for c, where := range choices {
			if has := strings.Contains(string(b), "'choice."+c+"': '"); has == slices.Contains(names, c) {
				t.Errorf("%s: %q (%s) is translated: %v", file, c, where, has)
			}
		}
		for _, rest := range strings.Split(string(b), "'choice.")[1:] {
			if c, _, _ := strings.Cut(rest, "'"); choices[c] == "" {
				t.Errorf("%s has words for %q, which nothing has", file, c)
			}
		}
	}
}
