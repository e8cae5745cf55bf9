package data

// Part is some of all examples, by their numbers.
type Part struct {
	Examples
	Numbers []int32
}

func (p Part) Len() int                { return len(p.Numbers) }
func (p Part) Read(i int, x []float32) { p.Examples.Read(int(p.Numbers[i]), x) }
func (p Part) Target(i int) int        { return p.Examples.Target(int(p.Numbers[i])) }

var _ Examples = Part{}
