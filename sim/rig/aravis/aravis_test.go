//go:build linux && (amd64 || arm64)

package aravis

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"talbot/sim/rig"
	"talbot/sim/rig/gige"
	"talbot/sim/rig/rigtest"
)

// need skips where the library is not installed.
func need(t *testing.T) {
	t.Helper()
	if _, err := load(); errors.Is(err, ErrLibrary) {
		t.Skip(err)
	} else if err != nil {
		t.Fatal(err)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var address atomic.Int32

// served is a camera whose pixel k of exposure n is n + 3 k, or more where it is exposed for longer.
func served(t *testing.T, change func(*gige.Options)) (*gige.Camera, string) {
	t.Helper()
	need(t)
	o := gige.Options{Address: fmt.Sprintf("127.%d.%d.%d", 100+os.Getpid()>>8&127, os.Getpid()&255, address.Add(1)), Name: "Bench & Light", Serial: "T1", Nx: 96, Ny: 64,
		Formats:     []gige.Format{gige.Mono8, gige.Mono10, gige.Mono12, gige.Mono14, gige.Mono16},
		MinExposure: 1e-5, MaxExposure: 0.5, MaxGain: 12, MaxRate: 200}
	if change != nil {
		change(&o)
	}
	var n uint16
	c, err := gige.Serve(o, func(s gige.Settings) ([]uint16, error) {
		v := picture(n, s)
		n++
		return v, nil
	})
	check(t, err)
	t.Cleanup(func() { c.Close() })
	return c, o.Address
}

func picture(n uint16, s gige.Settings) []uint16 {
	v := make([]uint16, s.Nx*s.Ny)
	mask := uint16(1<<s.Format.Bits() - 1)
	for k := range v {
		v[k] = (n + 3*uint16(k) + uint16(7*s.X+11*s.Y) + uint16(s.Gain)*1000) & mask
	}
	return v
}

func opened(t *testing.T, at string, o Options) *Camera {
	t.Helper()
	c, err := Open(at, o)
	check(t, err)
	t.Cleanup(func() { c.Close() })
	check(t, c.Start(t.Context()))
	return c
}

func TestConformance(t *testing.T) {
	rigtest.Camera(t, func() rig.Camera {
		_, at := served(t, nil)
		c, err := Open(at, Options{Format: "Mono12"})
		check(t, err)
		return c
	})
}

func TestConformanceFree(t *testing.T) {
	rigtest.Camera(t, func() rig.Camera {
		_, at := served(t, nil)
		c, err := Open(at, Options{Free: true, Rate: 50})
		check(t, err)
		return c
	})
}

// Aravis' own camera keeps to the suite as well.
func TestConformanceFake(t *testing.T) {
	need(t)
	check(t, Fakes())
	rigtest.Camera(t, func() rig.Camera {
		c, err := Open("Fake_1", Options{Free: true, Rate: 25, Nx: 64, Ny: 64})
		check(t, err)
		return c
	})
}

// Every count of every format arrives as it was given, in either order of the bytes, of any region.
func TestExact(t *testing.T) {
	for _, high := range []bool{false, true} {
		_, at := served(t, func(o *gige.Options) { o.HighFirst = high })
		n := uint16(0)
		for _, f := range gige.Formats {
			// Bytes are tested, not how soon they come: a busy machine may stop any of the threads that they go through.
			o := Options{Format: f.Name, X: 5, Y: 3, Nx: 61, Ny: 47, Gain: 2, Packet: 1000, Timeout: 30 * time.Second, Deadline: 60 * time.Second}
			if high {
				o.Order = binary.BigEndian
			}
			c := opened(t, at, o)
			for range 3 {
				var got rig.Frame
				check(t, c.Grab(t.Context(), &got))
				want := picture(n, gige.Settings{X: 5, Y: 3, Nx: 61, Ny: 47, Format: f.Format, Gain: 2})
				n++
				for k, w := range want {
					if got.Counts[k] != float32(w) {
						t.Fatalf("%s, high byte first %v: pixel %d is %g, was %d", f.Name, high, k, got.Counts[k], w)
					}
				}
			}
			check(t, c.Close())
		}
	}
}

// Each thing that can happen to a frame on its way is told apart and counted.
func TestTransport(t *testing.T) {
	for _, row := range []struct {
		name  string
		fault gige.Fault
		first error
		cut   bool
		want  Counts
	}{
		{"lost", gige.Lost, rig.ErrTimeout, false, Counts{Complete: 2, Lost: 1, Timeouts: 1}},
		{"incomplete", gige.Cut, nil, true, Counts{Complete: 2, Incomplete: 1}},
		{"duplicate", gige.Twice, nil, false, Counts{Complete: 3}},
		{"late", gige.Late, rig.ErrTimeout, false, Counts{Complete: 3, Timeouts: 1, Dropped: 1}},
		{"sent again", gige.Resent, nil, false, Counts{Complete: 3, Resent: 1}},
		{"out of order", gige.Shuffle, nil, false, Counts{Complete: 3}},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, at := served(t, func(o *gige.Options) {
				o.Delay = 700 * time.Millisecond
				o.Fault = func(n uint64) gige.Fault {
					if n == 1 {
						return row.fault
					}
					return gige.Sound
				}
			})
			c := opened(t, at, Options{Timeout: 400 * time.Millisecond})
			var f rig.Frame
			check(t, c.Grab(t.Context(), &f))
			err := c.Grab(t.Context(), &f)
			if !errors.Is(err, row.first) {
				t.Errorf("the frame that is %s gives %v, want %v", row.name, err, row.first)
			}
			if err == nil && (f.Status == rig.Incomplete) != row.cut {
				t.Errorf("the frame that is %s has status %v", row.name, f.Status)
			}
			if row.cut && f.Counts[len(f.Counts)-1] != 0 {
				t.Errorf("a missing pixel counts %g", f.Counts[len(f.Counts)-1])
			}
			check(t, c.Flush(t.Context())) // which waits for what is late: behind the next trigger it would pass for that one's frame
			check(t, c.Grab(t.Context(), &f))
			for k, w := range picture(2, gige.Settings{Nx: 96, Ny: 64, Format: gige.Mono8}) {
				if f.Counts[k] != float32(w) {
					t.Fatalf("behind it, pixel %d is %g, was %d", k, f.Counts[k], w)
				}
			}
			if f.ID != 3 {
				t.Errorf("the third frame has number %d", f.ID)
			}
			got := c.Counts()
			if got.Resent > 0 {
				got.Resent = 1
			}
			if got != row.want {
				t.Errorf("counted %+v, want %+v", got, row.want)
			}
		})
	}
}

// Numbers of frames go on where the protocol's begin anew.
func TestNumbersGoOn(t *testing.T) {
	_, at := served(t, func(o *gige.Options) { o.First = 65534 })
	c := opened(t, at, Options{})
	for k := range 5 {
		var f rig.Frame
		check(t, c.Grab(t.Context(), &f))
		if f.ID != uint64(65534+k) {
			t.Errorf("frame %d has number %d", k, f.ID)
		}
	}
	if n := c.Counts().Lost; n != 0 {
		t.Errorf("%d frames are said to be lost", n)
	}
}

// What the camera cannot be set to is refused, by us and by the library, and nothing stays of the client before.
func TestRanges(t *testing.T) {
	_, at := served(t, nil)
	for what, o := range map[string]Options{
		"format": {Format: "Mono9"}, "region": {Nx: 97, Ny: 64}, "begins": {Nx: 96, Ny: 64, X: 1}, "gain": {Gain: 13}, "rate": {Free: true, Rate: 300},
	} {
		c, err := Open(at, o)
		if err == nil {
			c.Close()
			t.Errorf("%s: %+v is accepted", what, o)
		} else if !strings.Contains(err.Error(), what) {
			t.Errorf("%s: the error is %v", what, err)
		}
	}
	c := opened(t, at, Options{Nx: 32, Ny: 32, X: 8, Y: 8, Format: "Mono16", Gain: 3, Free: true, Rate: 20})
	check(t, c.Close())
	c = opened(t, at, Options{})
	if g := c.Info().Grid; g.Nx != 96 || g.Ny != 64 || c.Info().Bits != 8 {
		t.Errorf("the next client gets %v of %d bits", g, c.Info().Bits)
	}
}

// A camera that another program has is not one that is dead.
func TestBusy(t *testing.T) {
	_, at := served(t, nil)
	opened(t, at, Options{})
	if _, err := Open(at, Options{}); err == nil || !strings.Contains(err.Error(), "control") {
		t.Errorf("a second client gets %v", err)
	}
}

// A camera that is unplugged is noticed within seconds, its closing blocks nobody, and it can be opened again when it
// is back.
func TestGone(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	server, at := served(t, nil)
	c := opened(t, at, Options{Timeout: 300 * time.Millisecond, Deadline: time.Second})
	var f rig.Frame
	check(t, c.Grab(t.Context(), &f))
	check(t, server.Close())
	began := time.Now()
	var err error
	for range 5 {
		if err = c.Grab(t.Context(), &f); errors.Is(err, rig.ErrGone) {
			break
		}
	}
	if !errors.Is(err, rig.ErrGone) || time.Since(began) > 5*time.Second {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
	check(t, c.Close())
	if took := time.Since(began); took > 8*time.Second {
		t.Errorf("it took %v until the camera was closed", took)
	}
	back, err := gige.Serve(gige.Options{Address: at, Name: "Bench", Serial: "T2", Nx: 96, Ny: 64, Formats: []gige.Format{gige.Mono8}, MinExposure: 1e-5, MaxExposure: 1, MaxRate: 100},
		func(s gige.Settings) ([]uint16, error) { return make([]uint16, s.Nx*s.Ny), nil })
	check(t, err)
	defer back.Close()
	again := opened(t, at, Options{})
	check(t, again.Grab(context.Background(), &f))
}

// A camera that is asked for no format gives its first that is taken, and one that is asked for another says which it has.
func TestFormats(t *testing.T) {
	_, at := served(t, func(o *gige.Options) { o.Formats = []gige.Format{gige.Mono12, gige.Mono16} })
	c := opened(t, at, Options{})
	var f rig.Frame
	check(t, c.Grab(t.Context(), &f))
	if c.Info().Bits != 12 || f.Counts[1] != 3 {
		t.Errorf("%d bits, counts %v", c.Info().Bits, f.Counts[:4])
	}
	check(t, c.Close())
	if _, err := Open(at, Options{Format: "Mono8"}); err == nil || !strings.Contains(err.Error(), "no pixel format Mono8: it has Mono12, Mono16") {
		t.Error(err)
	}
}

// Cameras that are there are listed, with what they say of themselves.
func TestList(t *testing.T) {
	_, at := served(t, nil)
	all, err := List()
	check(t, err)
	for _, d := range all {
		if d.Address == at && d.Serial == "T1" && d.Model == "Bench & Light" && d.Protocol == "GigEVision" {
			return
		}
	}
	t.Errorf("the camera at %s is not among %+v", at, all)
}
