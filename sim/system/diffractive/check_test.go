package diffractive

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// with is c with values of parameters, as "name=value name=value".
func with(t *testing.T, c Config, values string) Config {
	t.Helper()
	if err := set(&c, values); err != nil {
		t.Fatal(err)
	}
	return c
}

func set(c *Config, values string) error {
	for _, v := range strings.Fields(values) {
		name, value, _ := strings.Cut(v, "=")
		p, err := c.Param(name)
		if err == nil {
			err = p.Set(value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// notes are the warnings of c with values.
func notes(t *testing.T, c Config, values string) []string {
	t.Helper()
	c = with(t, c, values)
	w, err := c.Check()
	if err != nil {
		t.Fatalf("%s: %v", values, err)
	}
	return w
}

func TestBenchesThatCannotLearnAreNoted(t *testing.T) {
	display := onDisplay(small)
	for _, c := range []struct {
		base   Config
		values string
		want   string // "" for no note
	}{
		{small, "distance=0", "moves 0 samples sideways over 0 m, so that each pixel lights only the one behind it"},
		{small, "distance=1e-4", "moves 0.0205 samples sideways over 100 µm, so that each pixel lights only the one behind it: no mask can send light to a detector; from a distance of 14.6 mm on it moves 3"},
		{small, "wavelength=1e-8", "each pixel lights only the one behind it"},
		{small, "distance=5e-3", "and 6.16 over all 6, less than the 12 from one detector to the next"},
		{small, "wavelength=1e-8 pitch=1e-2", "no distance up to 1 km is enough: take a finer pitch"},
		{small, "distance=1e-2", ""},
		{small, "layers=1 distance=2e-2", "and 8.21 over all 2, less than the 12 from"},
		{small, "image-size=10 distance=1e-2 layers=1", "detectors stay dark: they are up to 10 samples beside the picture"},
		{small, "image-size=4", "the picture is 4 samples wide"},
		{small, "encoding=phase phase-depth=0", "adds only 0 rad"},
		{small, "encoding=phase", ""},
		{small, "shift=100", "often moved out of sight"},
		{small, "shift=2", ""},
		{small, "illumination=gaussian waist=36e-6", "the beam is 2 samples wide, and the picture 64"},
		{small, "illumination=gaussian", ""},
		{small, "distance=10 band-limit=true", "most of the light leaves the bench at every hop; over"},
		{small, "gain=1000 layers=20", "the gain of 1000 over 20 masks multiplies the light's power by about 1e120"},
		{small, "gain=0.001 layers=20", "leaves about 1e-120 of the light's power"},
		{small, "gain=1.5", ""},
		{small, "gain=1000 logits=scale logit-scale=1", "the gain of 1000 over 5 masks and the logit scale of 1 make logits of about 1e30, too large"},
		{small, "gain=0.1 logits=scale logit-scale=1", "make logits of about 1e-10, too small to learn from"},
		{small, "mask=amplitude layers=20 logits=scale logit-scale=1", "make logits of about 1e-12, too small to learn from"},
		{small, "gain=10 logits=scale logit-scale=1", ""},
		{small, "learning-rate=0", "a learning rate of 0 changes nothing"},
		{small, "schedule=step schedule-factor=0 schedule-epochs=3", "below a millionth of the first from epoch 4 of 10 on"},
		{small, "schedule=step schedule-factor=0.01 schedule-epochs=1 epochs=100000", "from epoch 5 of 100000 on"},
		{small, "schedule=step schedule-factor=0.5 schedule-epochs=5", ""},
		{display, "curve=states:1@0", "all states of the display do the same to the light"},
		{display, "curve=states:1@0;1@0;1@6.2831853", "all states of the display do the same to the light"},
		{display, "curve=slm-8,slm-8,states:1@2,slm-8,slm-8", "all states of mask 3's display do the same to the light, so that the mask cannot change (1 of 5 masks)"},
		{display, "curve=binary", ""},
		{display, "method=ptq fit-order=1", "the polynomials of order 1 do not follow the display of mask 1: they miss its states by 0.397 of the largest amplitude (root mean square), and by up to 0.889 rad; order 5 misses by 0.08"},
		{display, "method=ptq fit-order=7", "between its states they swing out by 0.705; order 5 misses by 0.08"},
		{display, "method=qat-straight curve=states:1@0;1@5;1@1;1@6;1@2;1@5;1@0;1@4;1@0;1@5", "no order up to 15 does: the methods nearest and gumbel need no polynomials"},
		{display, "method=ptq", ""},
		{display, "method=gumbel fit-order=1", ""},
	} {
		got := strings.Join(notes(t, c.base, c.values), "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.values, got, c.want)
		}
	}
}

// A schedule is looked at to its end.
func TestRoundingIsNotedForTheWholeSchedule(t *testing.T) {
	qat := func(values string) string {
		return strings.Join(notes(t, onDisplay(small).Fitted(MethodQAT), values), "\n")
	}
	if got := qat(""); got != "" {
		t.Errorf("the recipe: %q", got)
	}
	for values, want := range map[string]string{
		"schedule=cosine learning-rate=0.6 schedule-end=0 epochs=30":                        "from epoch 9 of 30 on",
		"schedule=step learning-rate=0.6 schedule-epochs=2 epochs=10 schedule-factor=0.5":   "the schedule step takes the learning rate below that from epoch 3 of 10 on",
		"schedule=step learning-rate=0.6 schedule-epochs=20 epochs=10 schedule-factor=0.5":  "",
		"schedule=step learning-rate=5 schedule-epochs=1 epochs=100000 schedule-factor=0.1": "from epoch 3 of 100000 on",
		"schedule=constant learning-rate=0.1":                                               "a learning rate of 0.1 hardly moves one",
		"schedule=cosine learning-rate=0.55 schedule-end=0.2 epochs=2":                      "the schedule cosine takes the learning rate below that from the first epoch on",
		"schedule=cosine learning-rate=0.4 schedule-end=0.6":                                "a learning rate of 0.4 hardly moves one",
		"schedule=cosine learning-rate=0.7 schedule-end=0.5":                                "",
		"optimiser=sgd learning-rate=1000":                                                  "the steps of sgd are the learning rate times a gradient, far less; take adam",
	} {
		got := qat(values)
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", values, got, want)
		}
	}
	for _, p := range Presets() {
		if p.Config.Method == MethodQAT && p.Config.Displayed() && p.Config.Rate(p.Config.Epochs-1) < half {
			t.Errorf("%s: the last learning rate is %g", p.ID, p.Config.Rate(p.Config.Epochs-1))
		}
	}
}

// Every number in a note is finite, and one that is advised can be set: followed, the note
// goes away.
func TestAdviceCanBeFollowed(t *testing.T) {
	edges := map[string][]string{
		"samples": {"16", "63", "2048"}, "padding": {"0", "16", "2048"}, "pitch": {"1e-7", "36e-6", "1e-2"},
		"wavelength": {"1e-8", "7.2e-5", "7.3e-5", "1e-2"}, "distance": {"0", "1e-4", "0.096", "1e3"}, "band-limit": {"false", "true"},
	}
	var try func(names []string, values string)
	try = func(names []string, values string) {
		if len(names) > 0 {
			for _, v := range edges[names[0]] {
				try(names[1:], values+" "+names[0]+"="+v)
			}
			return
		}
		c := with(t, small, values)
		c.ImageSize, c.RegionSize = 16, 1
		warnings, err := c.Check()
		if err != nil {
			t.Fatalf("%s: %v", values, err)
		}
		for _, w := range warnings {
			for _, bad := range []string{"Inf", "NaN", "9223372036854775808"} {
				if strings.Contains(w, bad) {
					t.Fatalf("%s: %q", values, w)
				}
			}
			followed := c
			if strings.Contains(w, " with band-limit would keep it out") {
				followed.BandLimit = true
			}
			if n, ok := number(w, "padding of "); ok {
				followed.Padding = n
				again, err := followed.Check()
				if err != nil {
					t.Fatalf("%s: %q gives %v", values, w, err)
				}
				if i := slices.IndexFunc(again, func(w string) bool { return strings.Contains(w, "comes back") }); i >= 0 {
					t.Fatalf("%s: %q, then %q", values, w, again[i])
				}
			}
			if n, ok := number(w, "pad by "); ok {
				followed.Padding = n
				again, err := followed.Check()
				if err != nil {
					t.Fatalf("%s: %q gives %v", values, w, err)
				}
				if i := slices.IndexFunc(again, func(w string) bool { return strings.Contains(w, "aliases") }); i >= 0 {
					t.Fatalf("%s: %q, then %q", values, w, again[i])
				}
			}
		}
	}
	names := []string{"samples", "padding", "pitch", "wavelength", "distance", "band-limit"}
	try(names, "")
}

// number is the whole number behind some words of a text.
func number(text, words string) (int, bool) {
	_, rest, ok := strings.Cut(text, words)
	end := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(rest)
	}
	n, err := strconv.Atoi(rest[:end])
	return n, ok && err == nil
}

// A loss that is no number is blamed on what makes it.
func TestNotANumberNamesTheGain(t *testing.T) {
	c := with(t, small, "gain=1000 layers=20")
	if got := c.NotANumber(0); !strings.Contains(got, "the gain of 1000 over 20 masks") {
		t.Error(got)
	}
	c = small
	if got := c.NotANumber(0); !strings.Contains(got, "learning rate of 0.0497 may be too high") {
		t.Error(got)
	}
}
