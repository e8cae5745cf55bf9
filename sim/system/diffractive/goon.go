package diffractive

import "talbot/sim/experiment"

// TrainedRate is the share of the learning rate with which training goes on from trained
// masks. Their run ended with small steps: a cosine over 10 epochs ends at 0.006. At the
// full rate an optimiser without moments undoes in a few updates what the run found.
// Measured with the shipped masks on the small sets, mean loss on the 300 test pictures
// after one epoch of 800, less that before, seeds 1 to 3: for d2nn-mnist-64 at the full
// rate +0.111, +0.087 and +0.094, at 0.1 of it +0.003, +0.005 and +0.003, at 0.01 -0.0004,
// -0.0004 and -0.0007; for d2nn-fashion-64 at 0.01 +0.0022, +0.0032 and +0.0029, and above
// 0 at 0.003 too: masks that know all 60,000 pictures gain nothing from 800 of them.
const TrainedRate = 0.01

// RateShare is the share of the learning rate with which training starts now: 1, or
// TrainedRate.
func (s *Session) RateShare() float64 {
	if s.Trained {
		return TrainedRate
	}
	return 1
}

// rate is the learning rate of an epoch, counted from 0.
func (s *Session) rate(epoch int) float64 {
	if s.Trained {
		return TrainedRate * s.Config.LearningRate
	}
	return s.Config.Rate(epoch)
}

// share is how much of the run is done, 0 to 1, after so many updates: what the
// temperature of masks of a display follows.
func (s *Session) share(updates int) float64 {
	if s.Trained {
		return 1
	}
	return float64(updates) / float64(max(1, s.Config.Epochs*s.Loop.Batches()))
}

// GoOnFrom replaces the masks as SetMaskArray does, and starts the run anew from them:
// what the optimiser knows is of other masks. Trained is then as given. When the masks do
// not fit nothing changes.
func (s *Session) GoOnFrom(masks *experiment.MaskArray, trained bool) error {
	if err := s.SetMaskArray(masks); err != nil {
		return err
	}
	s.Trained = trained
	if s.Loop.Step == 0 {
		return nil
	}
	values, err := s.Values()
	if err != nil {
		return err
	}
	return s.Loop.Anew(s.Device, values, 0)
}
