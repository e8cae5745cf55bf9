package figure

import (
	"slices"

	"talbot/render/plot"
	"talbot/render/text"
	"talbot/sim/errs"
)

// Confusion shows how often each class was taken for which. The matrix is
// [classes][answers]: a row is the true class, a column the answer; answers behind those
// of the classes are of none. Right answers and errors have colours of their own, whose
// strength is the share of the row.
func Confusion(matrix []int, classes []string, s Style) (*Figure, error) {
	k := len(classes)
	if k == 0 || len(matrix)%k > 0 || len(matrix) < k*k {
		return nil, errs.New("figure: a confusion matrix of ", k, " classes has ", k, " rows of ", k, " entries or more, not ", len(matrix), " in all")
	}
	n := len(matrix) / k // columns
	answers := slices.Clone(classes)
	for range n - k {
		answers = append(answers, "none")
	}
	if k > mostClasses {
		return nil, errs.New("figure: a confusion matrix of ", k, " classes is too large to draw, ", mostClasses, " at most: talbot eval has it as text, and with --json as numbers")
	}
	total, right := 0, 0
	rows := make([]int, k)
	for i, v := range matrix {
		if v < 0 {
			return nil, errs.New("figure: a confusion matrix counts, but entry ", i, " is ", v)
		}
		total += v
		rows[i/n] += v
		if i/n == i%n {
			right += v
		}
	}
	if total == 0 {
		return nil, errs.New("figure: the confusion matrix is empty; evaluate the network on a test set first")
	}
	t := s.theme()
	cell := min(max(460/float64(n), 18), 46)
	label := t.Type(plot.Body, t.Ink, plot.End)
	names := 0.0
	for _, name := range answers {
		w, _, _ := text.Measure(label.Face, name)
		names = max(names, w)
	}
	const shares = 76 // room for them, right of the rows
	beside := plot.Page + plot.Body + plot.Near + names + plot.Near + plot.Near + shares + plot.Page
	cell = min(cell, max(18, (s.most()-beside)/float64(n)))
	turn := names > cell-plot.Tight
	top := plot.Gap + plot.Body + plot.Near + plot.Body
	if turn {
		top += names - plot.Body
	}
	x0, y0 := plot.Page+plot.Body+plot.Near+names+plot.Near, head+top
	width, size := float64(n)*cell, float64(k)*cell
	fig := &Figure{W: max(x0+width+plot.Near+shares+plot.Page, min(480, s.most())), Title: "Confusion matrix"}
	fig.subtitle = integer(right) + " of " + integer(total) + " right: " + percent(float64(right)/float64(total)) + "."
	fig.caption = "Rows are true classes, columns answers. Blue: right; orange: wrong; the stronger, the larger the share of the row (its square root). Right of each row, the share that is right."
	fig.words = confusionWords(matrix, rows, answers)
	fig.draw = func(c plot.Canvas) {
		for i, v := range matrix {
			row, col := i/n, i%n
			at := plot.Rect{X: x0 + float64(col)*cell, Y: y0 + float64(row)*cell, W: cell, H: cell}
			back := shade(t, share(v, rows[row]), row == col)
			c.Fill(at.Inset(0.75).Path(), back)
			if v > 0 {
				ink := t.Type(min(plot.Small, cell*0.36), contrast(back), plot.Middle)
				c.Text(at.CX(), at.CY()+text.CapHeight(ink.Face)/2, integer(v), ink)
			}
		}
		label.Align = plot.End
		for i, name := range classes {
			cy := y0 + (float64(i)+0.5)*cell
			c.Text(x0-plot.Near, cy+text.CapHeight(label.Face)/2, name, label)
			share := t.Type(plot.Body, t.Muted, plot.Start)
			value := "none"
			if rows[i] > 0 {
				value = percent(float64(matrix[i*n+i]) / float64(rows[i]))
			}
			c.Text(x0+width+plot.Near, cy+text.CapHeight(label.Face)/2, value, share)
		}
		for i, name := range answers {
			cx := x0 + (float64(i)+0.5)*cell
			column := t.Type(plot.Body, t.Ink, plot.Middle)
			if turn {
				column.Up, column.Align = true, plot.Start
				cx += text.CapHeight(column.Face) / 2
			}
			c.Text(cx, y0-plot.Near, name, column)
		}
		strong := t.Strong(plot.Body, t.Ink, plot.Middle)
		c.Text(x0+width/2, head+plot.Body, "Answer", strong)
		strong.Up = true
		c.Text(plot.Page+plot.Body, y0+size/2, "True class", strong)
	}
	return fig.finish(s, y0+size), nil
}

// mostClasses keeps the figure's picture to what a viewer opens.
const mostClasses = 200

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

func confusionWords(matrix, rows []int, answers []string) (s string) {
	n := len(answers)
	for i, name := range answers[:len(rows)] {
		if rows[i] == 0 {
			continue
		}
		worst := -1
		for j := range n {
			if j != i && matrix[i*n+j] > 0 && (worst < 0 || matrix[i*n+j] > matrix[i*n+worst]) {
				worst = j
			}
		}
		s += " " + name + ": " + percent(share(matrix[i*n+i], rows[i])) + " right"
		if worst >= 0 {
			s += ", most often taken for " + answers[worst] + " (" + integer(matrix[i*n+worst]) + ")"
		}
		s += "."
	}
	return s[1:]
}
