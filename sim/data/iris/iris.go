// Package iris has Fisher's 150 irises, which are small enough to come with the program: four lengths of
// each of 50 flowers of three species (R. A. Fisher, Annals of Eugenics 7, 179 (1936)).
package iris

import (
	"strconv"
	"strings"

	"talbot/sim/data"
)

// perClass is how many flowers of a species there are, one species after the other.
const perClass = 50

// Flowers are all of them in their order: lengths in cm.
func Flowers() *data.Table {
	lines := strings.Split(csv, "\n")
	t := &data.Table{Name: "iris", Columns: strings.Split(lines[0], ",")[:4]}
	for _, line := range lines[1:] {
		cells := strings.Split(line, ",")
		for _, c := range cells[:4] {
			v, err := strconv.ParseFloat(c, 32)
			if err != nil {
				panic("iris: " + line)
			}
			t.Features = append(t.Features, float32(v))
		}
		if n := len(t.Classes); n == 0 || t.Classes[n-1] != cells[4] {
			t.Classes = append(t.Classes, cells[4])
		}
		t.Labels = append(t.Labels, uint16(len(t.Classes)-1))
	}
	return t
}

// Split is the flowers as the program of fully forward mode has them (Xue et al., Nature 632, 280 (2024), its released
// code): each column is divided by its largest value, the four numbers stand there so many times, and of each species the
// first 40 flowers are to learn from and the last 10 to test with.
func Split(times int) (all, learn, test *data.Table) {
	all = Flowers()
	k := len(all.Columns)
	largest := make([]float32, k)
	for i, v := range all.Features {
		largest[i%k] = max(largest[i%k], v)
	}
	var features []float32
	for i := range all.Labels {
		for range times {
			for c, v := range all.Row(i) {
				features = append(features, v/largest[c])
			}
		}
	}
	columns := all.Columns
	for range times - 1 {
		all.Columns = append(all.Columns, columns...)
	}
	all.Features = features
	var first, last []int
	for i := range all.Labels {
		if i%perClass < 40 {
			first = append(first, i)
		} else {
			last = append(last, i)
		}
	}
	return all, all.Pick(first), all.Pick(last)
}
