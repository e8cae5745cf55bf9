package monitor

import (
	"errors"
	"fmt"

	"github.com/jezek/xgb/xproto"
)

// ErrColour is when a pixel is no grey.
var ErrColour = errors.New("a pixel is not grey")

// Grey are the levels of an output, [Ny][Nx], as the screen has them. It is an error when one of them is no grey.
func (s *Screen) Grey(o Output) ([]byte, error) { return s.grey(s.root, o.X, o.Y, o.Nx, o.Ny) }

// GreyOf are the levels of the window of a process, which must be nx x ny pixels large: also where
// a desktop composes its windows elsewhere, so that the screen itself is empty.
func (s *Screen) GreyOf(process, nx, ny int) ([]byte, error) {
	w, err := s.window(s.root, uint32(process), 3)
	if err != nil {
		return nil, err
	}
	if w == 0 {
		return nil, fmt.Errorf("process %d has no window", process)
	}
	return s.grey(w, 0, 0, nx, ny)
}

// window looks for a window that says it is a process's, so many levels down.
func (s *Screen) window(below xproto.Window, process uint32, levels int) (xproto.Window, error) {
	name := "_NET_WM_PID"
	a, err := xproto.InternAtom(s.c, true, uint16(len(name)), name).Reply()
	if err != nil || a.Atom == 0 || levels == 0 {
		return 0, err
	}
	tree, err := xproto.QueryTree(s.c, below).Reply()
	if err != nil {
		return 0, nil // it has gone meanwhile
	}
	for _, w := range tree.Children {
		p, err := xproto.GetProperty(s.c, false, w, a.Atom, xproto.AtomCardinal, 0, 1).Reply()
		if err == nil && len(p.Value) == 4 && uint32(p.Value[0])|uint32(p.Value[1])<<8|uint32(p.Value[2])<<16|uint32(p.Value[3])<<24 == process {
			if at, err := xproto.GetWindowAttributes(s.c, w).Reply(); err == nil && at.MapState == xproto.MapStateViewable {
				return w, nil
			}
		}
		if found, _ := s.window(w, process, levels-1); found != 0 {
			return found, nil
		}
	}
	return 0, nil
}

// grey reads pixels, some rows at a time, as a server limits its answers.
func (s *Screen) grey(w xproto.Window, x, y, nx, ny int) ([]byte, error) {
	out := make([]byte, 0, nx*ny)
	rows := max(1, (4<<20)/(4*nx))
	for top := 0; top < ny; top += rows {
		n := min(rows, ny-top)
		r, err := xproto.GetImage(s.c, xproto.ImageFormatZPixmap, xproto.Drawable(w), int16(x), int16(y+top), uint16(nx), uint16(n), 0xffffffff).Reply()
		if err != nil {
			return nil, fmt.Errorf("the screen cannot be read: %w", err)
		}
		if r.Depth != 24 && r.Depth != 32 || len(r.Data) < 4*nx*n {
			return nil, fmt.Errorf("the screen has a depth of %d bits: want 24", r.Depth)
		}
		for i := range nx * n {
			p := r.Data[4*i : 4*i+3]
			if p[0] != p[1] || p[0] != p[2] {
				return nil, fmt.Errorf("%w: at %d, %d it is red %d, green %d, blue %d", ErrColour, i%nx, top+i/nx, p[2], p[1], p[0])
			}
			out = append(out, p[0])
		}
	}
	return out, nil
}
