package all

import (
	"slices"
	"strings"
	"testing"

	"talbot/sim/experiment"
)

// Every preset of every system is whole: its parameters are described, take their own
// values, and need only what there is.
func TestPresets(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Systems() {
		for _, p := range s.Presets() {
			if seen[p.ID] || p.ID == "" || p.Title == "" || p.Doc == "" {
				t.Errorf("%s: it has no words, or another has its name", p.ID)
			}
			seen[p.ID] = true
			before := experiment.Lines(p.Config)
			params := p.Config.Params()
			groups := map[string]bool{}
			for i, q := range params {
				if i == 0 || q.Group != params[i-1].Group {
					if groups[q.Group] {
						t.Errorf("%s: %s stands under a second heading %q", p.ID, q.Name, q.Group)
					}
					groups[q.Group] = true
				}
				if q.Label == "" || q.Group == "" || q.Doc == "" {
					t.Errorf("%s: %s has no words", p.ID, q.Name)
				}
				if err := q.Set(q.Value()); err != nil {
					t.Errorf("%s: %v", p.ID, err)
				}
				for _, need := range strings.Fields(q.Needs) {
					name, values, _ := strings.Cut(need, "=")
					r, err := experiment.Named(p.Config, name)
					if err != nil {
						t.Errorf("%s: %s needs %s: %v", p.ID, q.Name, need, err)
					}
					for _, v := range strings.Split(values, "|") {
						if r.Kind == experiment.Choice && !slices.Contains(r.Choices, v) {
							t.Errorf("%s: %s needs %s, which takes no %s", p.ID, q.Name, name, v)
						}
					}
				}
			}
			if now := experiment.Lines(p.Config); now != before {
				t.Errorf("%s: values set to themselves are others", p.ID)
			}
			if _, err := p.Config.Check(); err != nil {
				t.Errorf("%s: %v", p.ID, err)
			}
			other := p.Config.Clone()
			for _, q := range other.Params() {
				if q.Kind == experiment.Int {
					q.Set("123456789")
					q.Set(strings.TrimSuffix(experiment.Short(q.Min), ".0"))
				}
			}
			if experiment.Lines(p.Config) != before {
				t.Errorf("%s: a copy is not one of its own", p.ID)
			}
			if cost := p.Config.Cost(); !(cost.Look > 0) {
				t.Errorf("%s: a look costs %g", p.ID, cost.Look)
			}
		}
	}
	if _, _, err := Find("slot"); err == nil || !strings.Contains(err.Error(), "sa-2d-rings") {
		t.Errorf("an unknown preset: %v", err)
	}
}

// What does nothing says why.
func TestIdle(t *testing.T) {
	p, _, err := Find("d2nn-mnist-64")
	if err != nil {
		t.Fatal(err)
	}
	idle := func(name string) string {
		q, err := experiment.Named(p.Config, name)
		if err != nil {
			t.Fatal(err)
		}
		by, value, wants := experiment.Idle(p.Config.Params(), q)
		return by + " " + value + " " + strings.Join(wants, "|")
	}
	set := func(name, value string) {
		q, err := experiment.Named(p.Config, name)
		if err == nil {
			err = q.Set(value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct{ set, value, name, want string }{
		{"mask", "phase", "noise", "mask phase display"},
		{"mask", "device", "noise", "method nearest gumbel"},
		{"method", "gumbel", "noise", "  "},
		{"schedule", "cosine", "schedule-factor", "schedule cosine step"},
		{"schedule", "step", "schedule-factor", "  "},
	} {
		set(step.set, step.value)
		if got := idle(step.name); got != step.want {
			t.Errorf("%s with %s %s: %q, want %q", step.name, step.set, step.value, got, step.want)
		}
	}
}
