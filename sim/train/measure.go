package train

import "talbot/sim/compute"

// Runners are the programs that a step is made of, for who measures them: the pass over
// a batch, forth and back, and the update.
func (b *Backprop) Runners() (pass, update compute.Runner) { return b.pass.Runner(), b.opt.Runner() }
