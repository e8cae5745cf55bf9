package ffm

import (
	"context"
	"fmt"
	"math"

	"talbot/sim/measure"
	"talbot/sim/reproduce"
	"talbot/sim/rig/virtual"
	"talbot/sim/system/forward"
)

// Names of what is told of fields: figure 2e, how the outputs of all masks drift from those of the simulation, and where
// the light ends.
const (
	Alike   = "alike by mask"    // list: structural similarity of the amplitude on the bench to that in the simulation, of the same masks
	InPhase = "in phase by mask" // list: size of the complex correlation of both fields
	// Light is a list of the amplitudes of the first picture's light, 0 to 255 of the largest in the simulation behind the same mask:
	// [bench, simulation][mask][LightSide][LightSide], means of root mean square over cells.
	Light   = "light by mask"
	ends    = "in the square" // share of the light on the bench that ends in the right square
	meant   = "in the square, model"
	similar = "similarity" // structural similarity behind the last mask
)

// LookedAt is how many pictures fields are compared of, and LightSide the cells along a side of those that are kept.
const (
	LookedAt  = 20
	LightSide = 40
)

// drift compares the fields behind each mask on the bench with those of the simulation of the same masks. Fields are brought to the
// same power; amplitudes span from 0 to the largest of the simulation.
func drift(ctx context.Context, t *reproduce.Trained, s *forward.Session) error {
	g := s.Grid()
	set := t.Test.FirstOfEach(max(1, LookedAt/10))
	count := min(set.Len(), LookedAt)
	same, phases := make([]float64, s.Layers), make([]float64, s.Layers)
	var there, model float64
	for i := range count {
		seen, err := s.Behind(ctx, set, i, true)
		if err != nil {
			return err
		}
		said, err := s.Behind(ctx, set, i, false)
		if err != nil {
			return err
		}
		if i == 0 {
			t.Result.Lists[Light] = kept(seen, said, g.Nx, g.Ny)
		}
		for l := range seen {
			a, b := amplitudes(seen[l]), amplitudes(said[l])
			span := float32(0)
			for _, v := range b {
				span = max(span, v)
			}
			v, err := measure.SSIM(a, b, g.Nx, g.Ny, float64(span))
			if err != nil {
				return err
			}
			same[l] += v / float64(count)
			phases[l] += correlation(seen[l], said[l]) / float64(count)
		}
		class := set.Target(i)
		there += s.Square(seen[len(seen)-1], class) / float64(count)
		model += s.Square(said[len(said)-1], class) / float64(count)
	}
	t.Result.Lists[Alike], t.Result.Lists[InPhase] = same, phases
	t.Set(similar, same[len(same)-1])
	t.Set(ends, there)
	t.Set(meant, model)
	return nil
}

// amplitudes are those of a field, of root mean square 1.
func amplitudes(u []float32) []float32 {
	a, power := make([]float32, len(u)/2), 0.0
	for i := range a {
		p := float64(u[2*i])*float64(u[2*i]) + float64(u[2*i+1])*float64(u[2*i+1])
		power += p / float64(len(a))
		a[i] = float32(math.Sqrt(p))
	}
	for i := range a {
		a[i] /= float32(math.Sqrt(max(power, 1e-30)))
	}
	return a
}

// kept are the amplitudes of fields in cells, for Light: cells are of whole samples, as equal as they can be.
func kept(seen, said [][]float32, nx, ny int) []float64 {
	all := make([]float64, 0, 2*len(seen)*LightSide*LightSide)
	for _, fields := range [][][]float32{seen, said} {
		for l, u := range fields {
			cells, top := inCells(amplitudes(u), nx, ny), 0.0
			for _, v := range inCells(amplitudes(said[l]), nx, ny) {
				top = math.Max(top, v)
			}
			for _, v := range cells {
				all = append(all, math.Round(255*math.Min(1, v/math.Max(top, 1e-30))))
			}
		}
	}
	return all
}

// inCells is the root mean square of amplitudes in each cell.
func inCells(a []float32, nx, ny int) []float64 {
	out := make([]float64, LightSide*LightSide)
	for c := range out {
		x0, y0 := c%LightSide*nx/LightSide, c/LightSide*ny/LightSide
		x1, y1 := max(x0+1, (c%LightSide+1)*nx/LightSide), max(y0+1, (c/LightSide+1)*ny/LightSide)
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				out[c] += float64(a[y*nx+x]) * float64(a[y*nx+x]) / float64((x1-x0)*(y1-y0))
			}
		}
		out[c] = math.Sqrt(out[c])
	}
	return out
}

// correlation is |<a, b>|/(|a| |b|).
func correlation(a, b []float32) float64 {
	var re, im, aa, bb float64
	for i := 0; i < len(a); i += 2 {
		x, y, u, v := float64(a[i]), float64(a[i+1]), float64(b[i]), float64(b[i+1])
		re, im, aa, bb = re+x*u+y*v, im+x*v-y*u, aa+x*x+y*y, bb+u*u+v*v
	}
	return math.Hypot(re, im) / math.Sqrt(max(aa*bb, 1e-30))
}

// single is one mask on MNIST, and how much the fields behind it are what theory says, on each grade of bench.
func single(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "ffm-mnist", Title: "One mask on MNIST, and its fields beside theory's", Source: paper + ", figure 2",
		Note: "The similarity is the mean structural similarity of amplitudes on the bench and in the simulation of the same mask, of 20 pictures; the " +
			"paper has more than 0.97. Theory knows of no aberration, and light on a bench that has some is not that of theory, however well it is measured.",
		Columns: []reproduce.Column{{Name: similar, Unit: "1"}, {Name: bench}, {Name: inModel}, {Name: ends}, {Name: meant}},
		Quick:   quick, Seeds: []int{1}, Measure: measure1}
	for _, grade := range virtual.Grades {
		for _, m := range []string{"ffm", "in-silico"} {
			p, _ := forward.Find("ffm-mnist-1")
			c := p.Config
			c.Bench, c.Method, c.Epochs = grade, m, 1
			r := reproduce.Row{Name: fmt.Sprint(m, "-", grade), Label: fmt.Sprint(m, ", ", grade), Ours: grade != "typical" || m != "ffm", Config: &c, Data: "mnist"}
			if quick {
				small(&c)
				r.Name, r.Limit, r.LimitTest = reproduce.Quickly+r.Name, 2000, 200
			}
			e.Rows = append(e.Rows, r)
		}
	}
	return e
}

func measure1(ctx context.Context, t *reproduce.Trained) error {
	s, ok := forward.SessionOf(t.Session)
	if !ok {
		return fmt.Errorf("%s has no network on a bench", t.Row.Name)
	}
	if !tested(t) {
		if err := both(ctx, t, s); err != nil {
			return err
		}
	}
	return drift(ctx, t, s)
}
