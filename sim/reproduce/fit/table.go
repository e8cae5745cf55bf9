package fit

import (
	"fmt"
	"strings"
)

// ID and Title name the experiment, and Source what it is after.
const (
	ID     = "dante-fit"
	Title  = "How near a DANTE mask comes to its kernels, by time, recipe, number and size"
	Source = "after Yuan and others, Nature Communications 14, 7110 (2023)"
)

// Table is what came out, as lines of text, in the order of the rows; of each the last result.
func Table(rows []Row, results []Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-30s %6s %9s %9s %7s %8s\n", "", "passes", "seconds", "error", "share", "R/reach")
	for _, row := range rows {
		for i := len(results) - 1; i >= 0; i-- {
			r := results[i]
			if r.Row != row.Name {
				continue
			}
			switch {
			case row.Spot > 0:
				fmt.Fprintf(&b, "%-30s power outside it in the planes of its layers: %.4f\n", row.Label, r.Outside)
			case row.Free != nil:
				fmt.Fprintf(&b, "%-30s %6d %9.3g %9.2g\n", row.Label, r.Steps, r.Seconds, r.Error)
			default:
				fmt.Fprintf(&b, "%-30s %6d %9.3g %9.2g %7.3f %8.2f\n", row.Label, r.Steps, r.Seconds, r.Error, r.Share, float64(r.Region)/r.Reach)
			}
			break
		}
	}
	b.WriteString("(error: relative squared, over the region R; share: of the light that comes there;\nR/reach: its side by that of what a point of one plane lights in the next)\n")
	return b.String()
}
