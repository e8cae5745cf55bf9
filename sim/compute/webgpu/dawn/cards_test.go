//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"strconv"
	"strings"
	"testing"

	"talbot/sim/compute/webgpu"
)

func TestCards(t *testing.T) {
	lib, err := Find()
	if err != nil {
		t.Skip(err)
	}
	cards, err := Cards(lib)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]int{}
	for _, c := range cards {
		names[c.Name]++
	}
	for i, c := range cards {
		if c.Number != i || c.Name == "" {
			t.Errorf("card %d is %+v", i, c)
		}
		choices := []string{strconv.Itoa(i)}
		if names[c.Name] == 1 {
			choices = append(choices, strings.ToUpper(c.Name))
		}
		for _, choice := range choices {
			d, err := Open(Options{Library: lib, Card: choice, Software: true}, webgpu.Tune{})
			if err != nil {
				t.Fatal(err)
			}
			if d.Info().Name != c.Name || d.Info().Software != c.Software {
				t.Errorf("card %q is %+v, listed as %+v", choice, d.Info(), c)
			}
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	for _, wrong := range []string{strconv.Itoa(len(cards)), "-1", "no such card"} {
		if _, err := Open(Options{Library: lib, Card: wrong, Software: true}, webgpu.Tune{}); err == nil || !strings.Contains(err.Error(), cards[0].Name) {
			t.Errorf("card %q: error %v does not name those that are there", wrong, err)
		}
	}
}
