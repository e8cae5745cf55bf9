package experiment

import "talbot/sim/optim"

// Regular is the group of what keeps a network from learning its pictures by heart.
type Regular struct {
	Smoothing float64 // share of a label that all classes divide
	Decay     float64 // of weights, a share of the learning rate
}

// Params lists the group; needs says of what values its parameters need to do something.
func (r *Regular) Params(needs string) []Param {
	const group = "Training"
	return []Param{
		{Name: "label-smoothing", Label: "Label smoothing", Group: group, Role: RoleTraining, Kind: Float, Min: 0, Max: 0.9,
			Doc: "Share of each label that all classes divide evenly, so that the network is not taught to be sure.", Var: &r.Smoothing},
		{Name: "weight-decay", Label: "Weight decay", Group: group, Role: RoleTraining, Kind: Float, Min: 0, Max: 100, Needs: needs,
			Doc: "Share of the learning rate by which an update draws weights to 0, apart from their gradients; with Adam that is AdamW.", Var: &r.Decay},
	}
}

// With is a rule with the decay of weights.
func (r *Regular) With(rule optim.Rule) optim.Rule {
	if r.Decay == 0 {
		return rule
	}
	return optim.Decayed{Rule: rule, Decay: r.Decay}
}
