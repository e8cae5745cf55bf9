package figure

import "testing"

// Figures of a run can be read at the width of a paper's column, 85 mm.
func TestRunsColumnWidth(t *testing.T) {
	s := Style{Width: 85 / 25.4 * 96, NoTitle: true}
	matrix := make([]int, 100)
	for i := range matrix {
		matrix[i] = i
	}
	classes := []string{"t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"}
	m := &Measured{Loss: 1, Accuracy: 0.5}
	for name, draw := range map[string]func() (*Figure, error){
		"curves":    func() (*Figure, error) { return Curves([]Epoch{{Number: 1, Trained: m, Tested: m}}, "held-out", s) },
		"confusion": func() (*Figure, error) { return Confusion(matrix, classes, s) },
	} {
		f, err := draw()
		if err == nil {
			err = f.Readable()
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
