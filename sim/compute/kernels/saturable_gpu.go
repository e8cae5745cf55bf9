package kernels

import "talbot/sim/compute"

// lawWGSL leaves share, what passes of the intensity l; for Measured also its slope.
func (s *Saturable) lawWGSL() string {
	switch s.Law {
	case TwoLevel:
		return "let share = levelsExp(" + f32(-s.Depth) + " / (1.0f + l));\n"
	case Medium:
		return `var u = max(` + f32(s.Depth) + ` / (1.0f + l), ` + f32(s.Depth) + ` - l);
for (var k = 0u; k < ` + u32(absorbedSteps) + `; k++) {
let e = levelsExp(-u);
u -= ((u - ` + f32(s.Depth) + `) + l * (1.0f - e)) / (1.0f + l * e);
}
let share = levelsExp(-max(u, 0.0f));
`
	}
	return s.Table.wgsl()
}

// lightWGSL is the text of the light of a number.
func (s *Saturable) lightWGSL(x string) string {
	if s.Intensity {
		return "max(" + x + ", 0.0f)"
	}
	return x + " * " + x
}

func (s *Saturable) codeGPU(text string, writes int) compute.GPU {
	c := compute.Code{Text: text, Writes: []int{writes}}
	if s.Law != Measured {
		c.Functions = levelsWGSL // WGSL's own exp may be off by 3 + 2|x| units in the last place
	} else {
		c.Tables = [][]float32{s.Table.I, s.Table.T, s.Table.slope}
	}
	return &compute.Map{N: s.N, Code: c}
}

func (s *Saturable) forwardGPU() compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	text := "let x = $0[i];\nlet l = " + s.lightWGSL("x") + ";\n" + s.lawWGSL()
	if s.Intensity {
		text += "$1[i] = l * share;"
	} else {
		text += "$1[i] = x * sqrt(share);"
	}
	return s.codeGPU(text, 1)
}

func (s *Saturable) adjointGPU(how Backward, constant float64) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	if how == Replacement {
		return &compute.Map{N: s.N, Code: compute.Code{Text: "$3[i] = " + f32(constant) + " * $2[i];", Writes: []int{3}}}
	}
	e := s.element()
	text := "let x = $0[i];\nlet y = $1[i];\nlet l = " + s.lightWGSL("x") + ";\n" +
		"var f = select(y / x, " + f32(float64(e.dark)) + ", l < " + f32(faint) + ");\n"
	if how == Exact {
		switch s.Law {
		case TwoLevel:
			text += "let q = 1.0f / (1.0f + l);\nf *= 1.0f + (" + f32(s.Depth) + " * l) * (q * q);\n"
		case Medium:
			text += "f *= (1.0f + l) / (1.0f + " + s.lightWGSL("y") + ");\n"
		default:
			text += s.lawWGSL() + "if (share > 0.0f) { f *= 1.0f + l * slope / share; }\n"
		}
		if s.Intensity {
			text += "f = select(f, 0.0f, x < 0.0f);\n"
		}
	}
	return s.codeGPU(text+"$3[i] = f * $2[i];", 3)
}
