package optics

import "talbot/sim/errs"

// Screen is a thin element in the plane g: light is multiplied by its
// transmission.
func Screen(g Grid, t Profile) (*Recipe, error) {
	if err := g.Check(); err != nil {
		return nil, err
	}
	return &Recipe{"screen", g, At(g), []Step{{Nx: g.Nx, Ny: g.Ny, T: func(i, j int) complex128 { return t(g.X(i), g.Y(j)) }}}}, nil
}

// Join is one recipe for several in a row: an optical system. Each plane out must
// be on the axis and have the grid of the next plane in.
func Join(recipes ...*Recipe) (*Recipe, error) {
	if len(recipes) == 0 {
		return nil, errs.New("optics: a system needs at least one recipe")
	}
	all := &Recipe{In: recipes[0].In}
	for i, r := range recipes {
		if i > 0 && all.Out != At(r.In) {
			o := all.Out
			return nil, errs.New("optics: ", all.Method, " delivers ", o.Grid.String(), " around ", Length(o.X), ", ", Length(o.Y),
				", but ", r.Method, " takes ", r.In.String(), " on the axis")
		}
		if i > 0 {
			all.Method += ", "
		}
		all.Method += r.Method
		all.Out = r.Out
		all.Steps = append(all.Steps, r.Steps...)
	}
	return all, nil
}

// Resize puts light into a plane of another size and the same spacing, axis on axis: darkness
// around it, or what lies outside cut off.
func Resize(from, to Grid) *Recipe {
	return &Recipe{"resize", from, At(to), []Step{{Nx: to.Nx, Ny: to.Ny, T: func(i, j int) complex128 { return 1 }}}}
}
