package iris

import (
	"math"
	"slices"
	"testing"
)

// The means of each species are those of Fisher's table II, to its three digits behind the point.
func TestFisher(t *testing.T) {
	f := Flowers()
	if f.Len() != 150 || !slices.Equal(f.Classes, []string{"setosa", "versicolor", "virginica"}) {
		t.Fatal(f.Len(), f.Classes)
	}
	want := [3][4]float64{{5.006, 3.428, 1.462, 0.246}, {5.936, 2.770, 4.260, 1.326}, {6.588, 2.974, 5.552, 2.026}}
	var sum [3][4]float64
	for i := range f.Labels {
		for c, v := range f.Row(i) {
			sum[f.Labels[i]][c] += float64(v) / 50
		}
	}
	for s := range want {
		for c, v := range want[s] {
			if math.Abs(sum[s][c]-v) > 1e-5 {
				t.Errorf("%s, %s: the mean is %.4f, want %.3f", f.Classes[s], f.Columns[c], sum[s][c], v)
			}
		}
	}
}

func TestSplit(t *testing.T) {
	all, learn, test := Split(4)
	if all.Len() != 150 || learn.Len() != 120 || test.Len() != 30 || len(all.Columns) != 16 {
		t.Fatal(all.Len(), learn.Len(), test.Len(), len(all.Columns))
	}
	for c := range 16 {
		largest := float32(0)
		for i := range all.Labels {
			row := all.Row(i)
			largest = max(largest, row[c])
			if row[c] != row[c%4] {
				t.Fatal("the numbers are not repeated")
			}
		}
		if largest != 1 {
			t.Errorf("the largest of column %d is %v", c, largest)
		}
	}
	if learn.Labels[40] != 1 || test.Labels[9] != 0 || test.Labels[10] != 1 || !slices.Equal(test.Row(0), all.Row(40)) {
		t.Error("the test flowers are not the last ten of each species")
	}
}
