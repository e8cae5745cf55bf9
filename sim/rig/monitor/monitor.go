// Package monitor reads what an X server shows: which monitors there are, by connector and by what they say of themselves, and the
// pixels on them. It is how a panel's picture is read back, and how a simulated bench sees the panels of a virtual screen.
// What a graphics card does behind the screen, by a table of gamma or on the cable, it does not see: Output tells of the
// table, and a calibration's curve of the rest.
package monitor

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/randr"
	"github.com/jezek/xgb/xproto"
)

// Screen is a connection to an X server.
type Screen struct {
	c    *xgb.Conn
	root xproto.Window
}

// Output is a monitor, or a panel that pretends to be one.
type Output struct {
	Name         string // of the connector, as xrandr has it
	Model        string // as it says of itself (EDID); "" for one that says nothing
	Serial       string
	X, Y, Nx, Ny int     // pixels of the screen
	Refresh      float64 // pictures a second; 0 where the server does not tell
	Primary      bool    // where the desktop is
	Plain        bool    // its table of gamma leaves levels as they are, or there is none
}

// Open connects to a display such as ":0"; "" is for that of the environment.
func Open(display string) (*Screen, error) {
	xgb.Logger.SetOutput(io.Discard) // it tells of what is no fault, such as that there is no file of keys
	if display == "" {
		if display = os.Getenv("DISPLAY"); display == "" {
			return nil, errors.New("there is no X display: DISPLAY is not set")
		}
	}
	c, err := xgb.NewConnDisplay(display)
	if err != nil {
		return nil, fmt.Errorf("the X display %q does not answer: %w", display, err)
	}
	s := &Screen{c, xproto.Setup(c).DefaultScreen(c).Root}
	if err := randr.Init(c); err != nil {
		c.Close()
		return nil, fmt.Errorf("the X display %q does not tell its monitors: %w", display, err)
	}
	return s, nil
}

// Close ends the connection.
func (s *Screen) Close() { s.c.Close() }

// Outputs are the monitors that show something. If none is primary the first is, as desktops have it.
func (s *Screen) Outputs() ([]Output, error) {
	r, err := randr.GetScreenResourcesCurrent(s.c, s.root).Reply()
	if err != nil {
		return nil, fmt.Errorf("the monitors cannot be listed: %w", err)
	}
	primary := randr.Output(0)
	if p, err := randr.GetOutputPrimary(s.c, s.root).Reply(); err == nil {
		primary = p.Output
	}
	refresh := map[randr.Mode]float64{}
	for _, m := range r.Modes {
		if t := float64(m.Htotal) * float64(m.Vtotal); t > 0 {
			refresh[randr.Mode(m.Id)] = float64(m.DotClock) / t
		}
	}
	var all []Output
	for _, id := range r.Outputs {
		o, err := randr.GetOutputInfo(s.c, id, r.ConfigTimestamp).Reply()
		if err != nil || o.Crtc == 0 {
			continue
		}
		c, err := randr.GetCrtcInfo(s.c, o.Crtc, r.ConfigTimestamp).Reply()
		if err != nil || c.Width == 0 {
			continue
		}
		out := Output{Name: string(o.Name), X: int(c.X), Y: int(c.Y), Nx: int(c.Width), Ny: int(c.Height), Refresh: refresh[c.Mode], Primary: id == primary, Plain: s.plain(o.Crtc)}
		out.Model, out.Serial = names(s.edid(id))
		all = append(all, out)
	}
	if primary == 0 && len(all) > 0 {
		all[0].Primary = true
	}
	return all, nil
}

// plain tells whether the table of gamma of a part of the card leaves levels of 8 bits as they are. A table that does not
// rise is none: a virtual screen (Xvfb 21.1) gives memory that nobody has written to.
func (s *Screen) plain(c randr.Crtc) bool {
	g, err := randr.GetCrtcGamma(s.c, c).Reply()
	if err != nil || g.Size < 2 {
		return true
	}
	for _, table := range [][]uint16{g.Red, g.Green, g.Blue} {
		if !slices.IsSorted(table) || table[len(table)-1] == 0 {
			return true
		}
	}
	return straight(g.Red) && straight(g.Green) && straight(g.Blue)
}

// straight tells whether a table is a straight line, to half a level of 8 bits.
func straight(table []uint16) bool {
	for i, v := range table {
		if math.Abs(float64(v)/65535-float64(i)/float64(len(table)-1)) > 0.5/255 {
			return false
		}
	}
	return true
}

// edid is what a monitor says of itself.
func (s *Screen) edid(o randr.Output) []byte {
	name := "EDID"
	a, err := xproto.InternAtom(s.c, true, uint16(len(name)), name).Reply()
	if err != nil || a.Atom == 0 {
		return nil
	}
	p, err := randr.GetOutputProperty(s.c, o, a.Atom, xproto.AtomAny, 0, 128, false, false).Reply()
	if err != nil {
		return nil
	}
	return p.Data
}

// names are the model and the serial number in an EDID (VESA, E-EDID 1.4, 3.4 and 3.10).
func names(e []byte) (model, serial string) {
	if len(e) < 128 || string(e[:8]) != "\x00\xff\xff\xff\xff\xff\xff\x00" {
		return "", ""
	}
	for at := 54; at+18 <= 126; at += 18 {
		d := e[at : at+18]
		if d[0] != 0 || d[1] != 0 {
			continue
		}
		text, _, _ := strings.Cut(string(d[5:]), "\n")
		switch d[3] {
		case 0xfc:
			model = strings.TrimSpace(text)
		case 0xff:
			serial = strings.TrimSpace(text)
		}
	}
	if model == "" {
		id := int(e[8])<<8 | int(e[9])
		model = fmt.Sprintf("%c%c%c %02X%02X", '@'+id>>10&31, '@'+id>>5&31, '@'+id&31, e[11], e[10])
	}
	return model, serial
}

// Find is the output of a connector's name, a model or a serial number, of which there must be one alone.
func Find(all []Output, name string) (Output, error) {
	var found []Output
	var known []string
	for _, o := range all {
		if name == o.Name || name != "" && (name == o.Model || name == o.Serial) {
			found = append(found, o)
		}
		known = append(known, o.String())
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return Output{}, fmt.Errorf("%d monitors are called %q: choose by connector or serial number; there are %s", len(found), name, strings.Join(known, "; "))
	case len(all) == 0:
		return Output{}, errors.New("there is no monitor")
	}
	return Output{}, fmt.Errorf("no monitor is called %q; there are %s", name, strings.Join(known, "; "))
}

func (o Output) String() string {
	s := fmt.Sprintf("%s, %d x %d at +%d+%d", o.Name, o.Nx, o.Ny, o.X, o.Y)
	if o.Refresh > 0 {
		s += fmt.Sprintf(", %.2f Hz", o.Refresh)
	}
	if o.Model != "" {
		s += ", " + o.Model
	}
	if o.Serial != "" {
		s += " " + o.Serial
	}
	if o.Primary {
		s += ", primary"
	}
	if !o.Plain {
		s += ", changed by a table of gamma"
	}
	return s
}
