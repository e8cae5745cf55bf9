package absorber

import "testing"

// TestNoise: after as many updates as the page makes in two seconds, each of ten starts has
// learned the ring through 5 % of noise. The noise bounds nothing there: it costs less than a
// point, as the same weights on a bench without noise show.
func TestNoise(t *testing.T) {
	if testing.Short() {
		t.Skip("trains ten networks")
	}
	p, _ := Find("sa-2d-noise")
	for seed := 1; seed <= 10; seed++ {
		c := p.Config
		c.Seed = seed
		s := open(t, c, nil, nil)
		for s.Stage.Step < 1900 {
			if _, err := s.Stage.Next(); err != nil {
				t.Fatal(err)
			}
		}
		c.Readout = 0
		quiet := open(t, c, nil, nil)
		for i, v := range s.Net.Vars() {
			x := make([]float32, v.Len())
			if err := s.Net.Device.Read(v.Value, 0, x); err != nil {
				t.Fatal(err)
			}
			if err := quiet.Net.Device.Write(quiet.Net.Vars()[i].Value, 0, x); err != nil {
				t.Fatal(err)
			}
		}
		noisy, err := s.Evaluate(false)
		if err != nil {
			t.Fatal(err)
		}
		exact, err := quiet.Evaluate(false)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("seed %d: %.3f are right, %.3f without noise", seed, noisy.Accuracy(), exact.Accuracy())
		if noisy.Accuracy() < 0.98 || exact.Accuracy() < 0.99 || exact.Accuracy()-noisy.Accuracy() > 0.01 {
			t.Errorf("seed %d: %.3f are right, %.3f without noise", seed, noisy.Accuracy(), exact.Accuracy())
		}
	}
}
