package basic

import (
	"strconv"
	"strings"
	"testing"

	"talbot/sim/experiment"
)

// The texts of the basic experiments have finite numbers, whatever is set.
func TestBasicTextsAreFinite(t *testing.T) {
	for _, p := range presets() {
		base := p.Config
		names := base.Params()
		for i := range names {
			for k := range names {
				for _, ends := range [][2]float64{{names[i].Min, names[k].Min}, {names[i].Min, names[k].Max}, {names[i].Max, names[k].Min}, {names[i].Max, names[k].Max}} {
					b := p.Config
					params := b.Params()
					for j, x := range []experiment.Param{params[i], params[k]} {
						if x.Kind == experiment.Float || x.Kind == experiment.Int {
							if err := x.Set(strconv.FormatFloat(ends[j], 'g', -1, 64)); err != nil {
								t.Fatal(err)
							}
						}
					}
					texts, err := b.Check()
					if err != nil {
						texts = append(texts, err.Error())
					} else {
						texts = append(texts, b.bench().note)
						if plan, err := b.space().Exact(); err != nil {
							texts = append(texts, err.Error())
						} else {
							texts = append(texts, plan.Reason)
						}
					}
					for _, text := range texts {
						for _, bad := range []string{"Inf", "NaN", "9223372036854775808"} {
							if strings.Contains(text, bad) {
								t.Errorf("%s, %s and %s at their ends %g: %q", p.ID, names[i].Name, names[k].Name, ends, text)
							}
						}
					}
				}
			}
		}
	}
}
