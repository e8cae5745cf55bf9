package dante

import "testing"

// What a network is made of, by the paper's numbers: layers, masks, and a neuron for each pixel of a mask, of which the largest
// network has 104 x 1200^2. Each of some presets tells it, with the memory of its steps.
func TestModel(t *testing.T) {
	for id, want := range map[string][3]float64{"dante-small": {2, 2, 2 * 240 * 240}, "dante-onn37": {3, 7, 7 * 1200 * 1200}, "dante-imagenet32-l10": {10, 104, 149.76e6},
		"dante-bench-mnist": {2, 2, 2 * 830 * 830}} {
		p, _ := Find(id)
		c := p.Config
		m, err := c.Model()
		check(t, err)
		total := map[string]float64{}
		for _, a := range m.Totals {
			total[a.Name] = a.Value
		}
		for _, r := range m.Rows {
			if len(r) != len(m.Columns) {
				t.Errorf("%s: a layer has %d numbers, not %d", p.ID, len(r), len(m.Columns))
			}
		}
		if masks := total["masks"]; total["neurons"] != masks*float64(c.Mask*c.Mask) || total["optical layers"] != float64(len(m.Rows)) {
			t.Errorf("%s: %v for %d layers", p.ID, total, len(m.Rows))
		}
		if total["optical layers"] != want[0] || total["masks"] != want[1] || total["neurons"] != want[2] {
			t.Errorf("%s: %v, want %v", p.ID, total, want)
		}
		if total["complex kernel weights"] == 0 || total["weights of the read-out"] == 0 || len(m.Memory) != 5 {
			t.Errorf("%s: %v, %v", p.ID, total, m.Memory)
		}
		for _, a := range m.Memory {
			if !(a.Value > 1e6) {
				t.Errorf("%s: %s takes %.0f bytes", p.ID, a.Name, a.Value)
			}
		}
	}
}
