package webgpu

import (
	"strings"
	"testing"
)

// Texts of functions that have some in common, in whatever order they come, declare each once.
func TestFunctionsOnce(t *testing.T) {
	const (
		sine   = "fn sine(x: f32) -> f32 {\nreturn sin(x);\n}"
		double = "fn double(x: f32) -> f32 {\nreturn 2.0f * x;\n}"
		draw   = "fn draw(x: f32) -> f32 {\nlet fn_ = double(x);\nreturn sine(fn_);\n}\n"
		other  = "fn sine2(x: f32) -> f32 { return sine(x); }"
	)
	inner, outer := double+"\n"+sine, double+"\n"+sine+"\n\n"+draw
	for _, texts := range [][]string{
		{inner, outer, sine, other},
		{sine, outer, inner, other},
		{outer, inner, other, sine},
		{"", sine + "\n" + other, double, outer, outer},
	} {
		p := new(pass)
		for _, text := range texts {
			p.functions(text)
		}
		code := p.code()
		for _, f := range []string{sine, double, strings.TrimSpace(draw), other} {
			if !strings.Contains(code, f+"\n") {
				t.Errorf("%q\nlacks %q:\n%s", texts, f, code)
			}
		}
		if n := strings.Count(code, "fn "); n != 4+strings.Count(prelude, "fn ")+1 {
			t.Errorf("%q\ngives %d functions:\n%s", texts, n, code)
		}
	}
}
