package basic

import (
	"os"
	"strconv"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
)

// late is how a test tells of times: they depend on what else the machine does, so they fail
// it only where TALBOT_TIMING is set, on a machine that is quiet.
func late(t *testing.T) func(format string, args ...any) {
	if os.Getenv("TALBOT_TIMING") != "" {
		return t.Errorf
	}
	return t.Logf
}

// Every field of every basic experiment can be set to both of its ends: it is refused,
// or its light comes, and in about the time that Cost tells from another look.
func TestBasicsAtTheEndsOfTheirFields(t *testing.T) {
	dev := cpu.Open(1)
	look := func(b *Config) float64 {
		start := time.Now()
		if _, _, err := b.propagate(dev); err != nil {
			t.Errorf("%s: %v", b.Kind, err)
		}
		return time.Since(start).Seconds()
	}
	for _, p := range presets() {
		p.Config.Samples = 96
		p.Config.Pitch *= 2
		p.Config.Focal *= 4
		small := p.Config
		small.Samples /= 2
		small.Pitch *= 2
		speed := look(&p.Config) / p.Config.Cost().Look
		cases := map[string]Config{"half the samples": small}
		for i, q := range p.Config.Params() {
			if q.Kind != experiment.Int && q.Kind != experiment.Float {
				continue
			}
			for _, v := range []float64{q.Min, q.Max} {
				b := p.Config
				if err := b.Params()[i].Set(text(q, v)); err != nil {
					t.Fatal(err)
				}
				cases[q.Name+" "+q.Quantity(v)] = b
			}
		}
		for name, b := range cases {
			if _, err := b.Check(); err != nil || testing.Short() && b.Samples > 256 {
				continue
			}
			guess := speed * b.Cost().Look
			took := look(&b)
			for i := 0; i < 3 && took > 0.2 && took > 6*guess; i++ { // other programs run
				took = min(took, look(&b))
			}
			// A few milliseconds say nothing: other programs run.
			if took > 0.2 && (guess < took/6 || guess > 6*took) {
				late(t)("%s, %s: took %.2g s, estimated as %.2g s", p.ID, name, took, guess)
			}
		}
	}
}

// text is a value as Set takes it.
func text(q experiment.Param, v float64) string {
	if q.Kind == experiment.Int {
		return strconv.Itoa(int(v))
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
