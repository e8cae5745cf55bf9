package experiment

import (
	"math"

	"talbot/sim/compute/kernels"
	"talbot/sim/network"
)

// Evaluation is how well a network does on examples.
type Evaluation struct {
	network.Result
	// Efficiency is the share of the encoded light, that behind the picture, that lands in
	// the detector regions; SourceEfficiency that of the light in front of the picture. Both
	// are those of a bench without gain, and 0 where no light is told apart.
	Efficiency, SourceEfficiency float64

	// Confusion is [classes][answers]: row the true class, column the answer; nil where no classes are told apart. Answers are
	// as many as classes, or more, where behind those of the classes come detectors that are of none.
	Confusion []int
	Right     []bool // whether each answer is right, by example
	// Margins has, for each right answer, its softmax value less the next one's.
	Margins []float32

	Truth    []int32   // the class of each example
	Logits   []float32 // [examples][classes]
	Readings []float32 // [examples][readings] of the detectors, where they were asked for
}

// Answer counts an example of a class that had these logits, and tells whether it is right.
func (e *Evaluation) Answer(class int, logits []float32) bool {
	top := kernels.ArgMax(logits)
	e.Confusion[class*len(logits)+top]++
	if top == class {
		e.Margins = append(e.Margins, margin(logits))
	}
	e.Right = append(e.Right, top == class)
	e.Truth, e.Logits = append(e.Truth, int32(class)), append(e.Logits, logits...)
	return top == class
}

// Accuracy is the share of right answers so far.
func (e *Evaluation) Accuracy() float64 { return float64(e.Correct) / math.Max(1, float64(e.Count)) }

// MeanLoss is the mean loss so far.
func (e *Evaluation) MeanLoss() float64 { return e.Loss / math.Max(1, float64(e.Count)) }

// Confident is the share of answers that stay right when the given share is taken
// from the winner's softmax value and spread evenly over the other classes: the test of
// Li et al. (2022), section 4.3.
func (e *Evaluation) Confident(taken float64) float64 {
	classes := math.Sqrt(float64(len(e.Confusion)))
	right := 0
	for _, m := range e.Margins {
		if float64(m) > taken+taken/(classes-1) || taken == 0 {
			right++
		}
	}
	return float64(right) / math.Max(1, float64(e.Count))
}

// margin is the difference between the largest and the next softmax value.
func margin(z []float32) float32 {
	p := kernels.Softmax(z)
	top, next := float32(0), float32(0)
	for _, v := range p {
		if v > top {
			top, next = v, top
		} else {
			next = max(next, v)
		}
	}
	return top - next
}
