package rundir

import (
	"path/filepath"
	"reflect"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/system/diffractive"
	"talbot/sim/train"
)

// A run of a display that goes through a checkpoint file ends as one that does not,
// and its folder has levels, phases and amplitudes.
func TestDeviceRunThroughAFile(t *testing.T) {
	for _, method := range []string{diffractive.MethodGumbel, diffractive.MethodNearest, diffractive.MethodQAT} {
		info, trainSet, _ := tinyInfo(t)
		c := info.Network()
		c.Mask, c.Method, c.Curve, c.InitRange = "display", method, "slm-8,binary", 0.5
		info.Config = diffractive.Settings(c)
		d, err := Create(filepath.Join(t.TempDir(), "run"), info)
		if err != nil {
			t.Fatal(err)
		}
		train := func(s *diffractive.Session, n int) {
			t.Helper()
			for range n {
				if _, err := s.Loop.Next(); err != nil {
					t.Fatal(err)
				}
			}
		}
		whole, first := tinySession(t, c, trainSet), tinySession(t, c, trainSet)
		train(whole, 9)
		train(first, 5)
		if err := d.Save(state(t, first)); err != nil {
			t.Fatal(err)
		}
		again, err := Open(d.Path)
		if err != nil || again.Network() != c {
			t.Fatalf("the folder has %+v: %v", again.Network(), err)
		}
		second, err := diffractive.NewSession(cpu.Open(2), again.Network(), trainSet)
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Resume(second); err != nil {
			t.Fatal(err)
		}
		train(second, 4)
		if !reflect.DeepEqual(state(t, second), state(t, whole)) {
			t.Errorf("%s: the resumed run ends elsewhere", method)
		}
		m, err := MasksOf(second)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.WriteMasks(m); err != nil {
			t.Fatal(err)
		}
		if err := d.CheckMasks(m); err != nil {
			t.Error(err)
		}
		shape, levels, err := readNPY[uint16]([]byte(read(t, d.file(LevelsFile))))
		if err != nil || !reflect.DeepEqual(shape, []int{2, 16, 16}) || !reflect.DeepEqual(levels, m.Levels) {
			t.Errorf("levels.npy: shape %v, error %v", shape, err)
		}
		m.Levels[3] ^= 1
		if d.CheckMasks(m) == nil {
			t.Error("a changed level is not noticed")
		}
	}
}

func state(t *testing.T, s *diffractive.Session) *train.State {
	t.Helper()
	st, err := s.Loop.State(s.Device)
	if err != nil {
		t.Fatal(err)
	}
	return st
}
