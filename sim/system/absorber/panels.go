package absorber

import (
	"slices"

	"talbot/sim/compute/kernels"
	"talbot/sim/frame"
)

// panels are what there is to see beside the bench, of an example x.
func (s *Session) panels(x []float32) (list []frame.Panel, err error) {
	add := func(when bool, make func() (frame.Panel, error)) {
		if !when || err != nil {
			return
		}
		var p frame.Panel
		if p, err = make(); err == nil {
			list = append(list, p)
		}
	}
	add(s.Activate == "absorber", s.curves)
	add(s.Planar(), func() (frame.Panel, error) { return s.boundary(x) })
	add(s.confusion != nil, func() (frame.Panel, error) { return s.answers(), nil })
	return list, err
}

// most is how many operating points the curves show: of more, every so manieth.
const most = 128

// curves is the panel of what pump and probe meet, with the operating points of the first
// layer's absorbers on them.
func (s *Session) curves() (p frame.Panel, err error) {
	arrive, err := s.kept(before)
	if err != nil {
		return p, err
	}
	stride := (len(arrive[0]) + most - 1) / most
	var points []float32
	for i := 0; i < len(arrive[0]); i += stride {
		points = append(points, arrive[0][i])
	}
	reach := float32(3)
	for _, v := range points {
		reach = max(reach, min(8, max(v, -v)))
	}
	const n = 121
	z := make([]float32, n)
	for i := range z {
		z[i] = reach * (2*float32(i)/(n-1) - 1)
	}
	pump, slope, probe := s.response(z)
	pumpAt, _, probeAt := s.response(points)
	p = frame.Panel{ID: "curves", Shape: frame.Lines, Title: "Pump and probe", X: frame.Axis{Label: "amplitude at the absorber", Unit: "√I_sat"}, Y: frame.Axis{Label: "what passes"},
		Note: "What passes of the pump, and the share that a weak probe keeps on its way back; exact would be the slope of the pump.",
		Series: []frame.Series{
			{Name: "pump", Class: 0, X: z, Y: pump}, {Name: "probe", Class: 1, X: z, Y: probe}, {Name: "slope", Class: 2, X: z, Y: slope},
			{Name: "pump now", Points: true, Class: 0, X: points, Y: pumpAt}, {Name: "probe now", Points: true, Class: 1, X: points, Y: probeAt},
		}}
	if s.Encoding == "intensity" {
		p.X = frame.Axis{Label: "intensity at the absorber", Unit: "I_sat"}
	}
	return p, nil
}

// response is what absorbers do at amplitudes z: what passes, its slope, and what a weak probe sees.
func (s *Session) response(z []float32) (pass, slope, probe []float32) {
	a := s.Absorber()
	k := kernels.Saturable{N: len(z), Law: a.Law, Depth: a.Depth, Intensity: a.Intensity, Table: a.Table}
	ones := make([]float32, len(z))
	for i := range ones {
		ones[i] = 1
	}
	pass, slope, probe = make([]float32, len(z)), make([]float32, len(z)), make([]float32, len(z))
	k.Forward().Each([][]float32{z, pass}, nil)
	k.Adjoint(kernels.Exact, 0).Each([][]float32{z, pass, ones, slope}, nil)
	k.Adjoint(kernels.Probe, 0).Each([][]float32{z, pass, ones, probe}, nil)
	return pass, slope, probe
}

// boundary is how many points along either side the map of answers has.
const boundary = 48

// boundary is the panel of answers over the plane, from the one class at -1 to the other at
// 1, with the points that are learned from and the one that is looked at.
func (s *Session) boundary(point []float32) (frame.Panel, error) {
	p := frame.Panel{ID: "boundary", Shape: frame.Image, Title: "Answer by place", X: frame.Axis{Label: "x", Min: -1, Max: 1}, Y: frame.Axis{Label: "y", Min: -1, Max: 1},
		Note: "The network's answer at each place, from the first class to the second, and the points that it learns from.", Names: []string{"answer"}, Nx: boundary, Ny: boundary, Lo: -1, Hi: 1, Map: frame.Diverging}
	at := func(i int) float32 { return 2*(float32(i)+0.5)/boundary - 1 }
	for j := range boundary {
		for i := range boundary {
			x := s.view.Stage(i, 0)
			x[0], x[1], x[2] = at(i), -at(j), 1
		}
		if err := s.view.Run(boundary); err != nil {
			return p, err
		}
		logits, err := s.view.Logits(boundary)
		if err != nil {
			return p, err
		}
		for i := range boundary {
			d := max(-1, min(1, logits[2*i+1]-logits[2*i]))
			p.Image = append(p.Image, byte(127.5*(d+1)+0.5))
		}
	}
	for class := range 2 {
		c := frame.Series{Name: s.names[class], Points: true, Class: class}
		x := make([]float32, 3)
		for i := range min(300, s.learn.Len()) {
			if s.learn.Target(i) == class {
				s.learn.Read(i, x)
				c.X, c.Y = append(c.X, x[0]), append(c.Y, x[1])
			}
		}
		p.Series = append(p.Series, c)
	}
	p.Series = append(p.Series, frame.Series{Name: "this input", Points: true, Class: 2, X: point[:1], Y: point[1:2]})
	return p, nil
}

// answers is the confusion of what was tested last.
func (s *Session) answers() frame.Panel {
	names := s.names
	p := frame.Panel{ID: "confusion", Shape: frame.Grid, Title: "Answers", Note: "A row is a true class, and a column an answer.",
		Nx: s.classes, Ny: s.classes, Names: append(slices.Clone(names), names...), Series: []frame.Series{{Class: -1}}}
	for _, n := range s.confusion {
		p.Series[0].Y = append(p.Series[0].Y, float32(n))
	}
	return p
}
