package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/spf13/cobra"

	"talbot/sim/rig/monitor"
	"talbot/sim/rig/window"
)

// slm is the window of a panel: a monitor whose every pixel shows a level.
type slm struct {
	end   string
	check bool
	out   io.Writer

	target   monitor.Output
	display  *monitor.Screen // nil where no screen can be read
	next     chan window.Picture
	over     chan error // no more pictures come
	grey     *ebiten.Image
	pixels   []byte
	shown    window.Picture
	state    state
	tries    int
	deadline time.Time
	done     bool
	err      error
}

// state is how far the window is.
type state int

const (
	opening state = iota // it does not fill the monitor yet
	proving              // it shows the test picture
	idle                 // it shows what it is to show
	waiting              // a picture has been drawn, and not been swapped in
)

func slmCommand() *cobra.Command {
	var s slm
	var name string
	var primary, list bool
	c := &cobra.Command{
		Use:   "slm --monitor NAME",
		Short: "show levels on a panel that is a monitor, pixel by pixel, for talbot rig",
		Long: `Fills a monitor, pixel by pixel, with grey levels that come in, and says what it has
shown; "talbot rig" starts it. The monitor is chosen by its connector, its model
or its serial number, and is not the primary one unless --primary says so.

Input: pictures as "TSLM", number (8 bytes), width, height (4 bytes each, the lowest
first) and a byte a pixel. Output: a line of JSON when it is ready, and for each picture.`,
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(*cobra.Command, []string) error {
			s.out = os.Stdout
			if list {
				return listMonitors(s.out)
			}
			err := s.run(name, primary)
			if err != nil {
				window.Tell(s.out, window.Answer{Error: err.Error()})
			}
			return err
		},
	}
	f := c.Flags()
	f.StringVar(&name, "monitor", "", "connector, model or serial number of the panel; see --list")
	f.BoolVar(&primary, "primary", false, "it may be the primary monitor, where the desktop is")
	f.StringVar(&s.end, "end", "blank", "what is shown when no more pictures come: "+strings.Join(window.Ends, ", ")+"; but for blank the window stays until it is closed")
	f.BoolVar(&s.check, "check", false, "read every picture back from the screen")
	f.BoolVar(&list, "list", false, "list the monitors")
	return c
}

// monitors are those that ebiten and, where there is one, the X server know.
func monitors() (*monitor.Screen, []monitor.Output, error) {
	if runtime.GOOS == "linux" {
		d, err := monitor.Open("")
		if err != nil {
			return nil, nil, err
		}
		all, err := d.Outputs()
		return d, all, err
	}
	var all []monitor.Output
	for i, m := range ebiten.AppendMonitors(nil) {
		nx, ny := m.Size()
		f := m.DeviceScaleFactor()
		name := m.Name()
		for _, o := range all {
			if o.Name == name { // Windows calls all of them the same
				name = fmt.Sprintf("%s %d", m.Name(), i+1)
			}
		}
		all = append(all, monitor.Output{Name: name, Nx: int(float64(nx)*f + 0.5), Ny: int(float64(ny)*f + 0.5), Primary: i == 0, Plain: true})
	}
	return nil, all, nil
}

func listMonitors(out io.Writer) error {
	_, all, err := monitors()
	for _, o := range all {
		fmt.Fprintln(out, o)
	}
	return err
}

func (s *slm) run(name string, primary bool) error {
	if !slices.Contains(window.Ends, s.end) {
		return fmt.Errorf("--end %s: want %s", s.end, strings.Join(window.Ends, ", "))
	}
	d, all, err := monitors()
	if err != nil {
		return err
	}
	s.display = d
	if s.target, err = monitor.Find(all, name); err != nil {
		return err
	}
	if s.target.Primary && !primary {
		return fmt.Errorf("%s is the primary monitor: choose the panel's, or say --primary", s.target.Name)
	}
	if !s.target.Plain {
		return fmt.Errorf("a table of gamma changes the levels of %s: take it away, such as by xrandr --output %s --gamma 1:1:1, and end what made it", s.target.Name, s.target.Name)
	}
	at := slices.IndexFunc(all, func(o monitor.Output) bool { return o.Name == s.target.Name })
	m := ebiten.AppendMonitors(nil)
	if runtime.GOOS == "linux" {
		at = slices.IndexFunc(m, func(m *ebiten.MonitorType) bool { return m.Name() == s.target.Name })
		if at < 0 && len(m) == 1 && len(all) == 1 {
			at = 0
		}
	}
	if at < 0 || at >= len(m) {
		return fmt.Errorf("the window's library does not know monitor %s", s.target.Name)
	}
	s.next, s.over, s.deadline = make(chan window.Picture, 1), make(chan error, 1), time.Now().Add(15*time.Second)
	ebiten.SetMonitor(m[at])
	ebiten.SetWindowDecorated(false)
	ebiten.SetWindowTitle("Talbot: panel " + s.target.Name)
	ebiten.SetFullscreen(true)
	ebiten.SetScreenClearedEveryFrame(false)
	ebiten.SetVsyncEnabled(true)
	ebiten.SetRunnableOnUnfocused(true)
	ebiten.SetCursorMode(ebiten.CursorModeHidden)
	if err := ebiten.RunGameWithOptions(s, &ebiten.RunGameOptions{InitUnfocused: true}); err != nil {
		return fmt.Errorf("the window cannot be shown: %w", err)
	}
	return s.err
}

// listen reads pictures until there are no more.
func (s *slm) listen() {
	for {
		p, err := window.Read(os.Stdin, s.target.Nx, s.target.Ny)
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			s.over <- err
			return
		}
		s.next <- p
	}
}

// Update implements ebiten.Game.
func (s *slm) Update() error {
	if s.done {
		return ebiten.Termination
	}
	return nil
}

// LayoutF implements ebiten.LayoutFer: one pixel of the picture for one of the monitor.
func (s *slm) LayoutF(w, h float64) (float64, float64) {
	f := ebiten.Monitor().DeviceScaleFactor()
	return w * f, h * f
}

// Layout implements ebiten.Game; LayoutF is asked in its place.
func (s *slm) Layout(w, h int) (int, int) { return w, h }

// Draw implements ebiten.Game. When it is called, what the call before has drawn has been swapped in.
func (s *slm) Draw(to *ebiten.Image) {
	now := time.Now()
	size := to.Bounds()
	right := size.Dx() == s.target.Nx && size.Dy() == s.target.Ny && (runtime.GOOS != "linux" || ebiten.Monitor().Name() == s.target.Name || len(ebiten.AppendMonitors(nil)) == 1)
	switch {
	case !right && s.state == opening:
		if now.After(s.deadline) {
			s.fail(fmt.Errorf("the window has %d x %d pixels and not the %d x %d of monitor %s", size.Dx(), size.Dy(), s.target.Nx, s.target.Ny, s.target.Name))
		}
		return
	case !right:
		s.fail(fmt.Errorf("the window has left monitor %s: it has been moved, or the monitor has changed", s.target.Name))
		return
	}
	switch s.state {
	case opening:
		s.grey = ebiten.NewImage(s.target.Nx, s.target.Ny)
		s.put(window.Picture{Levels: pattern(s.target.Nx, s.target.Ny)})
		s.state = proving
	case proving:
		if err := s.same(to); err == nil {
			s.announce()
			go s.listen()
			s.put(window.Picture{Levels: make([]byte, s.target.Nx*s.target.Ny)})
			s.state = idle
		} else if s.tries++; now.After(s.deadline) {
			s.fail(fmt.Errorf("the test picture is not on monitor %s as it was drawn: %w", s.target.Name, err))
		}
	case waiting:
		s.confirm(to, now)
	}
	if s.state == idle {
		s.take()
	}
	to.DrawImage(s.grey, &ebiten.DrawImageOptions{Blend: ebiten.BlendCopy})
}

// take draws what is to be shown next, if there is something.
func (s *slm) take() {
	select {
	case p := <-s.next:
		s.put(p)
		s.state = waiting
		return
	default:
	}
	select {
	case err := <-s.over:
		select { // the last picture comes first
		case p := <-s.next:
			s.over <- err
			s.put(p)
			s.state = waiting
			return
		default:
		}
		switch {
		case err != nil:
			s.fail(err)
		case s.end == "park":
			s.put(window.Picture{Levels: window.Park(s.target.Nx, s.target.Ny)})
		case s.end == "blank":
			s.done = true
		}
	default:
	}
}

// confirm says that a picture is there, once it has been read back where that is wanted.
func (s *slm) confirm(to *ebiten.Image, at time.Time) {
	if s.check {
		if err := s.same(to); err != nil {
			if s.tries++; s.tries > 100 {
				s.fail(fmt.Errorf("picture %d is not on monitor %s as it was given: %w", s.shown.Seq, s.target.Name, err))
			}
			return
		}
	}
	s.tries, s.state = 0, idle
	window.Tell(s.out, window.Answer{Shown: &window.Done{Seq: s.shown.Seq, Time: at.UnixNano(), Read: s.check}})
}

func (s *slm) announce() {
	o := s.target
	r := window.Ready{Monitor: o.Name, Model: o.Model, Serial: o.Serial, Nx: o.Nx, Ny: o.Ny, Refresh: o.Refresh, Process: os.Getpid(), Verified: "window"}
	if s.display != nil {
		r.Verified = "screen"
	}
	s.tries = 0
	window.Tell(s.out, window.Answer{Ready: &r})
}

func (s *slm) fail(err error) {
	if s.err == nil {
		s.err = err
	}
	s.done = true
}

// put makes a picture the one that is drawn.
func (s *slm) put(p window.Picture) {
	s.shown = p
	if s.pixels == nil {
		s.pixels = make([]byte, 4*len(p.Levels))
	}
	for i, v := range p.Levels {
		q := s.pixels[4*i : 4*i+4]
		q[0], q[1], q[2], q[3] = v, v, v, 255
	}
	s.grey.WritePixels(s.pixels)
}

// same compares what is shown with what was to be shown.
func (s *slm) same(to *ebiten.Image) error {
	var got []byte
	if s.display != nil {
		var err error
		if got, err = s.display.GreyOf(os.Getpid(), s.target.Nx, s.target.Ny); err != nil {
			return err
		}
	} else {
		rgba := make([]byte, 4*len(s.shown.Levels))
		to.ReadPixels(rgba)
		for i := range s.shown.Levels {
			got = append(got, rgba[4*i])
		}
	}
	if bytes.Equal(got, s.shown.Levels) {
		return nil
	}
	wrong := 0
	for i, v := range s.shown.Levels {
		if got[i] != v {
			wrong++
		}
	}
	return fmt.Errorf("%d of %d pixels differ", wrong, len(got))
}

// pattern is a test picture: every level, and no two neighbours alike.
func pattern(nx, ny int) []byte {
	v := make([]byte, nx*ny)
	for i := range v {
		v[i] = byte(i%nx*7 + i/nx*13 + i%nx*(i/nx)>>5)
	}
	return v
}
