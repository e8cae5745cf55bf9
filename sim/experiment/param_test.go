package experiment

import (
	"strings"
	"testing"
)

// A number may have the minus sign that figures and the page write, in a list and in its exponent too.
func TestMinusSigns(t *testing.T) {
	var x float64
	var n int
	for _, c := range []struct {
		p          Param
		text, want string
	}{
		{Param{Name: "x", Kind: Float, Min: -1, Max: 1, Var: &x}, "−0.5", "-0.5"},
		{Param{Name: "x", Kind: Float, Min: -1, Max: 1, Var: &x}, "−5e−2", "-0.05"},
		{Param{Name: "n", Kind: Int, Min: -3, Max: 3, Var: &n}, "−2", "-2"},
	} {
		if err := c.p.Set(c.text); err != nil || c.p.Value() != c.want {
			t.Errorf("%s: %s, %v, want %s", c.text, c.p.Value(), err, c.want)
		}
	}
	var word string
	p := Param{Name: "name", Kind: Text, Check: func(string) error { return nil }, Var: &word}
	if err := p.Set("a−b"); err != nil || word != "a−b" {
		t.Errorf("a text comes as %q, %v", word, err)
	}
}

// What is no number is told from one that is out of range.
func TestNotANumber(t *testing.T) {
	x := 1.0
	p := Param{Name: "x", Kind: Float, Min: 0, Max: 2, Unit: "m", Var: &x}
	for text, want := range map[string]string{
		"NaN": `x: "NaN" is not a number`, "nan": `x: "nan" is not a number`, "Inf": "outside", "-inf": "outside", "two": `"two" is not a number`,
	} {
		if err := p.Set(text); err == nil || !strings.Contains(err.Error(), want) || x != 1 {
			t.Errorf("%s: %v, want %q; the value is %g", text, err, want, x)
		}
	}
}
