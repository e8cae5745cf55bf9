package scaling

import "slices"

// Line is one measurement, as its line of a record.
type Line struct {
	Experiment string     `json:"experiment"`
	Row        string     `json:"row"` // widths, depths, loss or billion
	Quick      bool       `json:"quick,omitempty"`
	Width      int        `json:"width"`
	Depth      int        `json:"depth"`
	Batch      int        `json:"batch"`
	Times      *Times     `json:"times,omitempty"`
	Loss       *Loss      `json:"loss,omitempty"`
	Whole      *WholeStep `json:"step,omitempty"`
	Device     string     `json:"device"`
	Talbot     string     `json:"talbot"`
	Command    string     `json:"command"`
}

// WholeStep is one whole step of a large network.
type WholeStep struct {
	Seconds float64    `json:"seconds"`
	Loss    [2]float64 `json:"loss"` // before two updates and behind them
	Memory  Memory     `json:"memory"`
}

// Size is that of the line's network.
func (l Line) Size() Size { return Size{l.Width, l.Depth, l.Batch} }

// Task is something to measure.
type Task struct {
	Row string
	Size
	Way string // of the loss
}

// Done tells whether lines have the task's measurement, on a device.
func (t Task) Done(lines []Line, device string) bool {
	return slices.ContainsFunc(lines, func(l Line) bool {
		return l.Row == t.Row && l.Size() == t.Size && l.Device == device && (l.Loss == nil && t.Way == "" || l.Loss != nil && l.Loss.Way == t.Way)
	})
}

// Rows are the names of the tasks' rows. The last two are for a GPU with the room that their accounts state.
var Rows = []string{"widths", "depths", "loss", "billion", "transformer"}

// Ways are those whose loss stands beside the time.
var Ways = []string{"backprop", "opu"}

// Billion is a network of more than 1e9 numbers to train, in arrays of 256 MiB.
var Billion = Size{Width: 8192, Depth: 16, Batch: 512}

// Tasks are all of a size that a GPU takes, or quick ones for a processor.
func Tasks(quick bool) (list []Task) {
	widths, depths, at, deep, batch := []int{512, 1024, 2048, 4096, 8192}, []int{2, 4, 8, 16, 32}, 4, 1024, 512
	learned := []int{128, 256, 512, 1024, 2048}
	if quick {
		widths, depths, at, deep, batch = []int{64, 128, 256, 512, 1024}, []int{2, 4, 8, 16}, 4, 256, 64
		learned = []int{32, 64, 128, 256}
	}
	for _, w := range widths {
		list = append(list, Task{Row: "widths", Size: Size{w, at, batch}})
	}
	for _, d := range depths {
		list = append(list, Task{Row: "depths", Size: Size{deep, d, batch}})
	}
	for _, w := range learned {
		for _, way := range Ways {
			list = append(list, Task{Row: "loss", Size: Size{w, 2, 128}, Way: way})
		}
	}
	return append(list, Task{Row: "billion", Size: Billion}, Task{Row: "transformer", Size: Size{BillionText.Width, BillionText.Blocks, BillionText.Tokens}})
}

// Timed are the sizes and times of lines that have some, of one device.
func Timed(lines []Line, device string) (sizes []Size, times []Times) {
	for _, l := range lines {
		if l.Times != nil && l.Device == device {
			sizes, times = append(sizes, l.Size()), append(times, *l.Times)
		}
	}
	return sizes, times
}
