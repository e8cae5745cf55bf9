package figure

import (
	"math"
	"strings"

	"talbot/render/plot"
	"talbot/render/text"
	"talbot/sim/errs"
	"talbot/sim/frame"
)

// cell is one panel on the page: the room for its drawing, what its labels take around it,
// and how it is drawn in r.
type cell struct {
	w, h                     float64
	left, right, top, bottom float64
	title                    string
	note                     []string // lines below
	draw                     func(c plot.Canvas, r plot.Rect)
}

// panelWide and panelTall are the room for the drawing of a panel with two axes.
const panelWide, panelTall = 340, 240

// Panels shows the panels of a frame, two in a row, whatever system they are of. A text without
// a title is the caption.
func Panels(title string, list []frame.Panel, s Style) (*Figure, error) {
	return Sweep(title, nil, list, s)
}

// Sweep is Panels with parallel axes before them, unless these are nil.
func Sweep(title string, all *Parallel, list []frame.Panel, s Style) (*Figure, error) {
	if len(list) == 0 && all == nil {
		return nil, errs.New("figure: there are no panels")
	}
	t := s.theme()
	fig := &Figure{Title: title}
	fig.caption = (&frame.Frame{Panels: list}).Says()
	var cells []cell
	var words []string
	if all != nil {
		if err := all.check(); err != nil {
			return nil, err
		}
		cells, words = append(cells, all.cell(t)), append(words, all.words())
	}
	for i := range list {
		if err := list[i].Check(); err != nil {
			return nil, err
		}
		if !list[i].Says() {
			cells = append(cells, newCell(&list[i], t))
			words = append(words, panelWords(&list[i]))
		}
	}
	fig.words = strings.Join(words, " ")
	rects, w, bottom := arrange(cells, 2)
	if s.narrow(w) {
		rects, w, bottom = arrange(cells, 1)
	} else {
		w = max(w, 480)
	}
	fig.W = w
	fig.draw = func(c plot.Canvas) {
		for i, p := range cells {
			p.draw(c, rects[i])
			if p.title != "" {
				name := t.Strong(plot.Body, t.Ink, plot.Start)
				c.Text(rects[i].X, rects[i].Y-p.top+plot.Body, text.Fit(name.Face, p.title, p.w+p.right), name)
			}
			for k, line := range p.note {
				c.Text(rects[i].X, rects[i].Bottom()+p.bottom-float64(len(p.note)-1-k)*lead-plot.Tight, line, t.Type(plot.Body, t.Muted, plot.Start))
			}
		}
	}
	return fig.finish(s, bottom), nil
}

// newCell measures a panel. Title and note come around what the shape itself takes.
func newCell(p *frame.Panel, t *plot.Theme) cell {
	var c cell
	switch p.Shape {
	case frame.Lines, frame.Image:
		c = axesCell(p, t)
	case frame.Bars:
		c = barsCell(p, t)
	case frame.Grid:
		c = gridCell(p, t)
	default:
		c = cell{w: panelWide, draw: func(plot.Canvas, plot.Rect) {}}
	}
	if c.title = p.Title; c.title != "" {
		c.top += plot.Body + plot.Near
	}
	if c.note = wrap(text.Face{Weight: text.Regular, Size: plot.Body}, p.Note, max(c.w, panelWide)); c.note != nil {
		c.right = max(c.right, panelWide-c.w)
		c.bottom += plot.Near + float64(len(c.note))*lead
	}
	return c
}

// arrange puts cells in so many columns, two at most, below the figure's head, and returns where they are
// drawn, the page's width and where they end.
func arrange(cells []cell, columns int) (rects []plot.Rect, width, bottom float64) {
	rects = make([]plot.Rect, len(cells))
	var at, left, wide [2]float64
	over := 0.0 // of a last cell that has its row for itself, and need not fit into the first column
	for i, c := range cells {
		k := i % columns
		left[k] = max(left[k], c.left)
		if i > 0 && k == 0 && columns > 1 && i == len(cells)-1 {
			over = c.w + c.right
			continue
		}
		wide[k] = max(wide[k], c.w+c.right)
	}
	at[0] = plot.Page + left[0]
	at[1] = at[0] + wide[0] + plot.Wide + left[1]
	width = at[0] + wide[0] + plot.Page
	if min(len(cells), columns) > 1 {
		width = at[1] + wide[1] + plot.Page
	}
	width = max(width, at[0]+over+plot.Page)
	bottom = head
	for i := 0; i < len(cells); i += columns {
		row := cells[i:min(i+columns, len(cells))]
		top, end := 0.0, 0.0
		for _, c := range row {
			top = max(top, c.top)
		}
		if i > 0 {
			top += plot.Wide
		}
		for k, c := range row {
			rects[i+k] = plot.Rect{X: at[k], Y: bottom + top, W: c.w, H: c.h}
			end = max(end, bottom+top+c.h+c.bottom)
		}
		bottom = end
	}
	return rects, width, bottom
}

// barsCell is a bar a name: from 0 at the left, or both ways where values are below 0.
func barsCell(p *frame.Panel, t *plot.Theme) cell {
	const pitch = 22
	values := p.Series[0].Y
	lo, hi := p.Y.Min, p.Y.Max
	if lo == hi {
		lo, hi = 0, 0
		for _, v := range values {
			if v-v == 0 {
				lo, hi = min(lo, v), max(hi, v)
			}
		}
	}
	if hi <= lo {
		hi = lo + 1
	}
	face := text.Face{Weight: text.Regular, Size: plot.Body}
	names := 0.0
	for _, name := range p.Names {
		w, _, _ := text.Measure(face, name)
		names = max(names, min(w, panelWide*0.45))
	}
	c := cell{w: panelWide, h: pitch * float64(len(values)), left: names + plot.Near}
	const numbers = 70
	c.draw = func(k plot.Canvas, r plot.Rect) {
		x := func(v float32) float64 { return r.X + (r.W-numbers)*float64((v-lo)/(hi-lo)) }
		for i, v := range values {
			y := r.Y + pitch*(float64(i)+0.5)
			drop := text.CapHeight(face) / 2
			k.Text(r.X-plot.Near, y+drop, text.Fit(face, p.Names[i], names), t.Type(plot.Body, t.Ink, plot.End))
			k.Fill(plot.Rect{X: r.X, Y: y - 7, W: r.W - numbers, H: 14}.Path(), t.Grid)
			if v-v == 0 {
				from, to := x(max(lo, min(hi, 0))), x(max(lo, min(hi, v)))
				k.Fill(plot.Rect{X: min(from, to), Y: y - 7, W: math.Abs(to - from), H: 14}.Path(), inkOf(t, p.Series[0].Class, 0))
			}
			k.Text(r.Right()-numbers+plot.Near, y+drop, said(float64(v), p.Y), t.Type(plot.Body, t.Ink, plot.Start))
		}
	}
	return c
}

// gridCell is a table of numbers, the darker the larger.
func gridCell(p *frame.Panel, t *plot.Theme) cell {
	values := p.Series[0].Y
	side := min(max(panelWide/float64(p.Nx), 22), 60)
	face := text.Face{Weight: text.Regular, Size: plot.Body}
	rows, columns := 0.0, 0.0
	for i, name := range p.Names {
		w, _, _ := text.Measure(face, name)
		if i < p.Nx {
			columns = max(columns, w)
		} else {
			rows = max(rows, min(w, panelWide*0.45))
		}
	}
	turn := columns > side-plot.Tight
	c := cell{w: side * float64(p.Nx), h: 26 * float64(p.Ny), left: rows + plot.Near, top: plot.Body + plot.Near}
	if turn {
		c.top = columns + plot.Near
	}
	most := float32(0)
	for _, v := range values {
		if v-v == 0 {
			most = max(most, v, -v)
		}
	}
	c.draw = func(k plot.Canvas, r plot.Rect) {
		for i, v := range values {
			at := plot.Rect{X: r.X + side*float64(i%p.Nx), Y: r.Y + 26*float64(i/p.Nx), W: side, H: 26}
			strength := 0.0
			if most > 0 && v-v == 0 {
				strength = math.Abs(float64(v / most))
			}
			back := shade(t, strength, v >= 0)
			k.Fill(at.Inset(0.75).Path(), back)
			ink := t.Type(min(plot.Small, side*0.3), contrast(back), plot.Middle)
			k.Text(at.CX(), at.CY()+text.CapHeight(ink.Face)/2, said(float64(v), frame.Axis{}), ink)
		}
		for i, name := range p.Names {
			label := t.Type(plot.Body, t.Ink, plot.End)
			if i >= p.Nx {
				k.Text(r.X-plot.Near, r.Y+26*(float64(i-p.Nx)+0.5)+text.CapHeight(face)/2, text.Fit(face, name, rows), label)
				continue
			}
			x := r.X + side*(float64(i)+0.5)
			label.Align = plot.Middle
			if turn {
				label.Up, label.Align = true, plot.Start
				x += text.CapHeight(face) / 2
			}
			k.Text(x, r.Y-plot.Near, name, label)
		}
	}
	return c
}
