package sa

import (
	"fmt"
	"math"
	"strings"
)

// Table is what came out, beside the paper's values, as lines of text: of each row the mean and the
// standard deviation of its seeds.
func (e Experiment) Table(results []Result) string {
	rows := [][]string{{"", "runs", "last epoch", "by held out", "paper's choice", "paper"}}
	held := false
	for _, row := range e.Rows {
		var last, chosen, halves []float64
		for _, r := range results {
			if r.Row == row.Name {
				last, halves = append(last, r.Last), append(halves, r.Halves)
				if r.Held > 0 {
					chosen, held = append(chosen, r.Chosen), true
				}
			}
		}
		paper := ""
		if row.Paper > 0 {
			paper = fmt.Sprintf("%.1f", 100*row.Paper)
		}
		rows = append(rows, []string{row.Label, fmt.Sprint(len(last)), spread(last), spread(chosen), spread(halves), paper})
	}
	var b strings.Builder
	width := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			width[i] = max(width[i], len(cell))
		}
	}
	for _, r := range rows {
		line := ""
		for i, cell := range r {
			if i != 3 || held {
				line += fmt.Sprintf("%-*s  ", width[i], cell)
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	b.WriteString("(test accuracy in percent, mean and standard deviation of the runs)\n")
	for _, n := range e.Notes {
		fmt.Fprintf(&b, "%s\n", n)
	}
	return b.String()
}

// spread is the mean of shares in percent, and their standard deviation.
func spread(x []float64) string {
	if len(x) == 0 {
		return "-"
	}
	mean, square := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	if len(x) == 1 {
		return fmt.Sprintf("%.2f", 100*mean)
	}
	for _, v := range x {
		square += (v - mean) * (v - mean) / float64(len(x)-1)
	}
	return fmt.Sprintf("%.2f +- %.2f", 100*mean, 100*math.Sqrt(square))
}
