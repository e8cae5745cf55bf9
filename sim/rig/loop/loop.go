// Package loop lets a simulated bench be seen through real protocols: its panels are X screens without a monitor, on which any
// program may show levels, and its cameras are GigE Vision cameras. What a camera sees is computed from what the
// screens show when an exposure begins. So all of a lab's software runs, from a panel's window to a calibration, with no lab.
package loop

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"talbot/sim/compute"
	"talbot/sim/rig"
	"talbot/sim/rig/gige"
	"talbot/sim/rig/monitor"
	"talbot/sim/rig/open"
	"talbot/sim/rig/virtual"
)

// Loop is a bench that is being simulated.
type Loop struct {
	// File is the bench as a lab's software opens it: what is meant, and nothing of its faults.
	File    open.File
	Bench   *rig.Bench // the simulation
	Cameras []*gige.Camera

	mu      sync.Mutex
	plugs   []gige.Options
	servers []*exec.Cmd
	screens []*monitor.Screen
	outputs []monitor.Output
	seen    [][]byte // what each panel showed last
	err     error
}

// Options say where cameras are, and what happens to their frames.
type Options struct {
	Addresses []string // of the cameras, one each
	Fault     func(n uint64) gige.Fault
	Delay     time.Duration
	Blocked   bool // no light comes to the cameras, but to the tags' spots
}

// Start starts screens and cameras of a bench, which may have faults, on dev. It wants the program Xvfb.
func Start(dev compute.Device, s virtual.Setup, f virtual.Faults, o Options) (*Loop, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	truth := virtual.Draw(s, f)
	if o.Blocked {
		clear(truth.Light)
		clear(truth.Reference)
	}
	b, err := virtual.Of(dev, s, truth)
	if err != nil {
		return nil, err
	}
	l := &Loop{Bench: b, seen: make([][]byte, len(b.Mounts))}
	if err := l.start(s, o); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

func (l *Loop) start(s virtual.Setup, o Options) error {
	b := l.Bench
	g := b.Design.Plane
	l.File = open.File{Wavelength: s.Wavelength, Plane: open.Plane{Nx: g.Nx, Ny: g.Ny, Dx: g.Dx, Dy: g.Dy}, Carrier: s.Carrier, Retries: 3}
	for i, m := range b.Mounts {
		info := m.SLM.Info()
		display, err := l.screen(info.Grid.Nx, info.Grid.Ny)
		if err != nil {
			return err
		}
		curve := fmt.Sprintf("phase-%d", info.Levels)
		if info.Kind == rig.Amplitude {
			curve = fmt.Sprintf("amplitude-%d", info.Levels)
		}
		l.File.Panels = append(l.File.Panels, open.Panel{Monitor: l.outputs[i].Name, Display: display, Primary: true, Check: true,
			Kind: info.Kind.String(), Curve: curve, X: m.X, Y: m.Y, Gap: b.Design.Gaps[i], Latency: 0.001, Tag: m.Tag})
	}
	for c, e := range []*rig.Eye{&b.Object, &b.Reference} {
		if e.Camera == nil {
			continue
		}
		if c >= len(o.Addresses) {
			return errors.New("the bench has more cameras than addresses")
		}
		info := e.Camera.Info()
		format, at := gige.Mono16, slices.IndexFunc(gige.Formats, func(f struct {
			Format gige.Format
			Name   string
			Bits   int
		}) bool {
			return f.Bits == info.Bits
		})
		if at >= 0 {
			format = gige.Formats[at].Format
		}
		l.plugs = append(l.plugs, gige.Options{Address: o.Addresses[c], Name: "Virtual " + info.Name, Serial: o.Addresses[c], Nx: info.Grid.Nx, Ny: info.Grid.Ny, Formats: []gige.Format{format},
			MinExposure: info.MinExposure, MaxExposure: min(info.MaxExposure, 1), MaxGain: 0, MaxRate: 200, Fault: o.Fault, Delay: o.Delay})
		l.Cameras = append(l.Cameras, nil)
		if err := l.Plug(c); err != nil {
			l.Cameras = l.Cameras[:c]
			return err
		}
		camera := open.Camera{Name: o.Addresses[c], Format: name(format), Nx: info.Grid.Nx, Ny: info.Grid.Ny, X: e.X, Y: e.Y, Unit: e.Unit, Offset: info.Offset, Exposure: s.Exposure, Readout: readout(b.Design.Plane.Len())}
		if c == 0 {
			l.File.Camera = camera
		} else {
			l.File.Interference = &camera
		}
	}
	return nil
}

// readout is how long it takes at most, on a busy machine, to compute a frame of so many samples, s.
func readout(samples int) float64 { return 0.05 * max(1, float64(samples)/(64*64)) }

// Unplug takes a camera away in the midst of what it does.
func (l *Loop) Unplug(camera int) error { return l.Cameras[camera].Close() }

// Plug brings a camera back, as it is when it is switched on.
func (l *Loop) Plug(camera int) error {
	e := []*rig.Eye{&l.Bench.Object, &l.Bench.Reference}[camera]
	k, err := gige.Serve(l.plugs[camera], l.source(e))
	if err == nil {
		l.Cameras[camera] = k
	}
	return err
}

func name(f gige.Format) string {
	for _, k := range gige.Formats {
		if k.Format == f {
			return k.Name
		}
	}
	return ""
}

// source is what a camera of the bench counts.
func (l *Loop) source(e *rig.Eye) gige.Source {
	nx := e.Camera.Info().Grid.Nx
	return func(s gige.Settings) ([]uint16, error) {
		l.mu.Lock()
		defer l.mu.Unlock()
		counts, err := l.expose(e, s.Exposure)
		if errors.Is(err, rig.ErrTimeout) { // a fault of the bench that is simulated: the frame is lost
			return nil, err
		}
		if err != nil {
			l.err = err
			return nil, err
		}
		out := make([]uint16, 0, s.Nx*s.Ny)
		for y := range s.Ny {
			for x := range s.Nx {
				out = append(out, uint16(counts[(y+s.Y)*nx+x+s.X]))
			}
		}
		return out, nil
	}
}

// expose shows on the simulated panels what the screens show, and takes a frame of it. It begins with a picture of the panel that steps the
// phase, as where that panel's sync output triggers the cameras: all frames see the same of its flicker, as of a rig.Bench that is Synchronised.
func (l *Loop) expose(e *rig.Eye, exposure float64) ([]float32, error) {
	ctx := context.Background()
	changed := false
	for i, m := range l.Bench.Mounts {
		now, err := l.screens[i].Grey(l.outputs[i])
		if err != nil {
			return nil, err
		}
		if slices.Equal(now, l.seen[i]) {
			continue
		}
		l.seen[i] = now
		info := m.SLM.Info()
		levels := make([]uint16, len(now))
		for k, v := range now {
			levels[k] = uint16(min(int(v), info.Levels-1))
		}
		if _, err := m.SLM.Show(ctx, levels); err != nil {
			return nil, err
		}
		changed = true
	}
	t := rig.Timing{Period: l.Period()}
	if changed {
		t.Wait = l.Wait()
	}
	now := l.Bench.Clock.Now()
	if err := l.Bench.Clock.Sleep(ctx, t.After(now)-now); err != nil {
		return nil, err
	}
	if _, err := e.Camera.Configure(ctx, rig.CameraConfig{Exposure: exposure}); err != nil {
		return nil, err
	}
	var f rig.Frame
	if err := e.Camera.Grab(ctx, &f); err != nil {
		return nil, err
	}
	return f.Counts, nil
}

// Wait is how long, in s of the simulation's clock, panels have settled before an exposure behind a new picture: to a millionth, as on
// the screens a picture is whole when it is there.
func (l *Loop) Wait() float64 {
	w := 0.0
	for _, m := range l.Bench.Mounts {
		i := m.SLM.Info()
		w = max(w, i.Latency+4*i.Settle)
	}
	return w
}

// Period is that of the panel that steps the phase, s of the simulation's clock.
func (l *Loop) Period() float64 {
	if s := l.Bench.Stepper; s >= 0 {
		return 1 / l.Bench.Mounts[s].SLM.Info().Refresh
	}
	return 0
}

// Recall brings the simulation to where virtual.Remember was called of a bench of the same settings: frames that come now have that
// bench's noise, flicker and drift. It is for between two frames; the screens, and so what the panels show, stay as they are.
func (l *Loop) Recall(v []float32) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.seen) // the simulated panels show what the other bench's did, and so take the screens' pictures again
	return virtual.Recall(l.Bench, v)
}

// Err is why the simulation gave no frame, if it did not.
func (l *Loop) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// screen starts an X server without a monitor.
func (l *Loop) screen(nx, ny int) (display string, err error) {
	program, err := exec.LookPath("Xvfb")
	if err != nil {
		return "", errors.New("the program Xvfb, a screen without a monitor, is not installed: get it, such as by apt-get install xvfb")
	}
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer r.Close()
	c := exec.Command(program, "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", nx, ny), "-nolisten", "tcp", "-noreset")
	c.ExtraFiles = []*os.File{w}
	bind(c)
	err = c.Start()
	w.Close()
	if err != nil {
		return "", fmt.Errorf("Xvfb does not start: %w", err)
	}
	l.servers = append(l.servers, c)
	r.SetReadDeadline(time.Now().Add(10 * time.Second))
	number, err := bufio.NewReader(r).ReadString('\n') // to its end, or the server fails as it writes
	if err != nil {
		return "", fmt.Errorf("Xvfb does not say where its screen is: %w", err)
	}
	display = ":" + strings.TrimSpace(number)
	s, err := monitor.Open(display)
	if err != nil {
		return "", err
	}
	l.screens = append(l.screens, s)
	all, err := s.Outputs()
	if err != nil {
		return "", err
	}
	if len(all) != 1 || all[0].Nx != nx || all[0].Ny != ny {
		return "", fmt.Errorf("Xvfb has monitors %v, and not one of %d x %d pixels", all, nx, ny)
	}
	l.outputs = append(l.outputs, all[0])
	return display, nil
}

// Close ends cameras and screens.
func (l *Loop) Close() {
	for _, c := range l.Cameras {
		c.Close()
	}
	for _, s := range l.screens {
		s.Close()
	}
	for _, c := range l.servers {
		c.Process.Kill()
		c.Wait()
	}
}
