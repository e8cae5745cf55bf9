package calibrate

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/modulator"
	"talbot/sim/rig/virtual"
)

func need(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Each kind finds what a bench with faults has, is verified, is taken by another bench of the same devices and by no other, is
// refused when there is nothing to gain, and then leaves the bench as it was.
func TestMake(t *testing.T) {
	s := virtual.Free(64)
	s.Panels[1].Gap = 0.01
	s.Exposure, s.Carrier = 2.5e-4, [2]float64{0.3 / s.Plane.Dx, 0.25 / s.Plane.Dx}
	f, err := virtual.Grade("mild")
	need(t, err)
	b, err := virtual.New(cpu.Open(2), s, f)
	need(t, err)
	for _, kind := range []string{"curves", "registration"} {
		r, err := Make(t.Context(), b, kind)
		t.Logf("%s: %+v", kind, r.Verified)
		need(t, err)
		most := 0.03 // rad
		if kind == "registration" {
			most = 0.1 // px
		}
		for _, v := range r.Verified {
			if !(v.After <= most) {
				t.Errorf("%s: %+v", kind, v)
			}
		}
		file, err := json.Marshal(r)
		need(t, err)
		other, err := virtual.New(cpu.Open(2), s, f)
		need(t, err)
		_, err = Read(other, file)
		need(t, err)
		if kind == "registration" {
			had := b.Calibration()
			if again, err := Make(t.Context(), b, kind); !errors.Is(err, ErrNoBetter) {
				t.Errorf("%s a second time: %v, %+v", kind, err, again.Verified)
			}
			if x, y := b.Calibration(), had; x.Cameras[0].Registration != y.Cameras[0].Registration || x.Panels[1].Curve.States[77] != y.Panels[1].Curve.States[77] {
				t.Errorf("%s: what was refused has changed the bench", kind)
			}
		}
		if kind == "curves" { // the file that trains a network
			c, err := modulator.ReadCurve("lab", []byte(r.Curve(b).CSV()))
			need(t, err)
			for i, st := range c.States {
				if math.Abs(st.Phase-b.Mounts[1].Curve.States[i].Phase) > 5e-7 { // a file has 7 digits
					t.Fatalf("level %d is written as %g rad, not %g", i, st.Phase, b.Mounts[1].Curve.States[i].Phase)
				}
			}
		}
		small := virtual.Free(48)
		stranger, err := virtual.New(cpu.Open(2), small, virtual.Ideal())
		need(t, err)
		if _, err := Read(stranger, file); err == nil {
			t.Error("a bench of other devices takes the calibration")
		}
	}
	if _, err := Make(t.Context(), b, "nothing"); err == nil {
		t.Error("there is a calibration nothing")
	}
}
