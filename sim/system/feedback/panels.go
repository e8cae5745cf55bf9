package feedback

import (
	"math"
	"slices"

	"talbot/sim/frame"
)

// camera is the panel of the speckle.
func (s *Session) camera(light []float32, full float32) frame.Panel {
	p := frame.Panel{ID: "speckle", Shape: frame.Image, Title: "Speckle", Names: []string{"intensity (mirror 1)"}, Nx: pixels, Ny: pixels, Lo: 0, Hi: full,
		Note: "What the camera sees of the error's positive part. Nobody knows the medium; that it stays the same is enough. An intensity of 1 is what one mirror gives on average, and the largest fills a pixel."}.Across("px", 0, pixels, 0, pixels)
	levels := 255.0
	if s.Bits > 0 {
		levels = math.Pow(2, float64(s.Bits)) - 1
	}
	for _, v := range light {
		p.Image = append(p.Image, byte(math.Floor(float64(v/full)*levels+0.5)/levels*255))
	}
	return p
}

// often is how many updates lie between two points of the alignment, at least.
const often = 25

// align measures the alignment of now, if some updates have been made since the last time.
func (s *Session) align() error {
	l := s.Stage.Loop
	if s.source() == nil || l.Set.Len() == 0 || l.Step < s.aligned+often {
		return nil
	}
	s.aligned = l.Step
	all, err := s.DFA.Cosines(l.Set, 0, min(s.Batch, l.Set.Len()))
	if err == nil && all != nil {
		s.note(all, float64(l.Epoch)+float64(l.Index)/float64(max(1, l.Batches())))
	}
	return err
}

// alignment is the panel of what was measured.
func (s *Session) alignment() frame.Panel {
	p := frame.Panel{ID: "alignment", Shape: frame.Lines, Title: "Alignment", X: frame.Axis{Label: "epoch"}, Y: frame.Axis{Label: "cosine", Min: -0.2, Max: 1},
		Note: "How near what each layer is sent is to what backpropagation would bring: 1 is the same, 0 has nothing to do with it. The layers above turn towards their feedback by themselves."}
	for i, y := range s.angles {
		p.Series = append(p.Series, frame.Series{Name: layerName(i), Class: i, X: slices.Clone(s.epochs), Y: slices.Clone(y)})
	}
	return p
}

// answers is the confusion of what was tested last.
func (s *Session) answers() frame.Panel {
	n := len(s.names)
	p := frame.Panel{ID: "confusion", Shape: frame.Grid, Title: "Answers", Note: "A row is a true class, and a column an answer.",
		Nx: n, Ny: n, Names: append(slices.Clone(s.names), s.names...), Series: []frame.Series{{Class: -1}}}
	for _, v := range s.confusion {
		p.Series[0].Y = append(p.Series[0].Y, float32(v))
	}
	return p
}
