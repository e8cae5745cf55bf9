package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// Each sample is a training of a process of its own, whose parts are its time; those of the GPU are there with it.
func TestSpeedFirst(t *testing.T) {
	t.Setenv(asTalbot, "1")
	out := works(t, "speed", "first", "--preset", "d2nn-mnist-64,sa-2d-rings", "--samples", "3", "--json")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 4 || !strings.Contains(lines[0], `"event":"machine"`) || lines[3] != `{"event":"done","rows":2}` {
		t.Fatal(out)
	}
	for i, id := range []string{"d2nn-mnist-64", "sa-2d-rings"} {
		var r firstRow
		if err := json.Unmarshal([]byte(lines[1+i]), &r); err != nil {
			t.Fatal(err)
		}
		p := &r.Parts
		sum := p.Pictures + p.Wait + p.Network + p.Folder + p.Update
		if r.Suite != "first" || r.Case != id || r.Variant != "cpu" || r.Times != 3 || r.Time.Min > r.Time.Median || r.Time.Median > r.Time.Max {
			t.Errorf("%+v", r)
		}
		if !(p.Seconds > 0) || p.Seconds > r.Time.Median || !(r.Program > 0) || sum > 1.000001*p.Seconds || sum < 0.99*p.Seconds || p.GPU != nil {
			t.Errorf("parts of %g s are %g s: %+v", p.Seconds, sum, r)
		}
	}
}

func TestSpeedFirstRefuses(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"--preset no-such", "no-such"},
		{"--samples 0", "--samples"},
		{"--device tpu", "--device"},
		{"--cold", "--device webgpu"},
		{"word", "speed first"},
	} {
		if _, err, status := call(t, append([]string{"speed", "first"}, strings.Fields(c.args)...)...); status == 0 || !strings.Contains(err, c.want) {
			t.Errorf("%s: status %d, %q", c.args, status, err)
		}
	}
}

// What a preset wants is told before another has been measured.
func TestSpeedFirstTellsBefore(t *testing.T) {
	t.Setenv(asTalbot, "1")
	t.Setenv("TALBOT_DATA", t.TempDir())
	out, err, status := call(t, "speed", "first", "--preset", "sa-2d-rings,dante-onn33", "--samples", "1", "--json")
	if status == 0 || strings.Contains(out, `"event":"row"`) || !strings.Contains(out+err, "cifar-10") {
		t.Errorf("status %d, %s %s", status, out, err)
	}
}
