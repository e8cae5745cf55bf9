package experiment

import (
	"talbot/sim/compute"
	"talbot/sim/network"
	"talbot/sim/train"
)

// OneStage is what the sessions of systems share whose whole plan is a number of epochs: they
// embed it, and add Learn, Test and Look.
type OneStage struct {
	Settings Config
	On       compute.Device
	Stage    *train.Epochs
	Net      *network.Network
	Names    []string // of the classes
}

func (o *OneStage) Config() Config         { return o.Settings }
func (o *OneStage) Device() compute.Device { return o.On }
func (o *OneStage) Plan() train.Stage      { return o.Stage }
func (o *OneStage) ClassNames() []string   { return o.Names }
func (o *OneStage) Can() []string          { return []string{"train", "evaluate"} }

// Size is the number of arrays that are trained, and the longest of their sides.
func (o *OneStage) Size() (arrays, longest int) {
	for _, v := range o.Net.Vars() {
		arrays++
		longest = max(longest, v.Shape[0], v.Len()/v.Shape[0])
	}
	return arrays, longest
}

// Progress is the number of updates so far, and that of epochs with the share of the present one.
func (o *OneStage) Progress() (step int, epoch float64) {
	l := o.Stage.Loop
	return l.Step, float64(l.Epoch) + float64(l.Index)/float64(max(1, l.Batches()))
}

// NotANumber says what most likely made the loss none.
func (o *OneStage) NotANumber() string { return "lower the learning rate" }
