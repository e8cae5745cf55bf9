//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"reflect"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/webgpu"
	"talbot/sim/system/diffractive"
	"talbot/sim/train"
)

// named is a device with a name of its own.
type named struct{ *webgpu.Device }

func (named) Name() string { return "another" }

// Devices that share every batch, alike or not, leave to the bit the run of one that computes all shares by itself, one after
// another: also where the last batch of an epoch has fewer pictures than there are devices.
func TestReplicas(t *testing.T) {
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const updates, early = 11, 3
	gpus := []*webgpu.Device{open(t), open(t), open(t)} // which keep their shaders
	defer func() {
		for _, d := range gpus {
			d.Close()
		}
	}()
	for _, kind := range []string{"phase", "display"} {
		c, set := small(t)
		set.Images, set.Labels = set.Images[:34*784], set.Labels[:34]
		if kind == "display" {
			c.Mask, c.Method, c.Curve, c.Noise = "display", diffractive.MethodGumbel, "slm-8", 1
		} else {
			c.Shift = 2
		}
		session := func(dev compute.Device) *diffractive.Session {
			s, err := diffractive.NewSession(dev, c, set)
			check(err)
			return s
		}
		alone := func(dev compute.Device, shares int) *train.State {
			s := session(dev)
			for k := range updates {
				if k < early {
					_, err := s.Loop.Next()
					check(err)
					continue
				}
				if k == early { // the last result is of its epoch
					_, err := s.Loop.State(dev)
					check(err)
				}
				n, err := s.Split.Begin(shares)
				check(err)
				for i := range n {
					check(s.Split.Compute(i))
				}
				_, err = s.Split.Finish()
				check(err)
			}
			state, err := s.Loop.State(dev)
			check(err)
			return state
		}
		together := func(devices ...compute.Device) (all []*train.State) {
			var sessions []*diffractive.Session
			var splits []*train.Split
			for _, dev := range devices {
				s := session(dev)
				sessions, splits = append(sessions, s), append(splits, s.Split)
			}
			r := train.NewReplicas(splits...)
			for k := range updates { // the others come to a run that has begun
				var err error
				if k < early {
					_, err = sessions[0].Loop.Next()
				} else {
					_, err = r.Next()
				}
				check(err)
			}
			for i, s := range sessions {
				state, err := s.Loop.State(devices[i])
				check(err)
				all = append(all, state)
			}
			return all
		}
		if kind == "phase" {
			want := alone(gpus[0], 3)
			for i, s := range together(gpus[0], gpus[1], gpus[2]) {
				if !reflect.DeepEqual(s, want) {
					t.Errorf("device %d of three stands at %v with other numbers than one alone, %v", i, s.Progress, want.Progress)
				}
			}
		} else {
			want, mixed := alone(gpus[0], 2), together(gpus[0], named{gpus[1]})
			if !reflect.DeepEqual(mixed[0], want) || !reflect.DeepEqual(mixed[1].Arrays[0], want.Arrays[0]) {
				t.Errorf("two devices with different names stand at %v with other numbers than one alone", mixed[0].Progress)
			}
		}
		want := alone(cpu.Open(1), 2)
		for i, s := range together(cpu.Open(1), cpu.Open(1)) {
			if !reflect.DeepEqual(s, want) {
				t.Errorf("%s masks: processor %d of two stands at %v with other numbers than one alone", kind, i, s.Progress)
			}
		}
	}
}
