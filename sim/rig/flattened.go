package rig

import "math"

// flattened are levels of a plane of nx x ny that have less by the mount's Wavefront, and where it has Tiles the phase that the Curve means: between the
// middles of tiles the levels of the four around are mixed, or, where a turn of the phase lies between these, the nearest tile's is taken.
func (m Mount) flattened(levels []uint16, nx, ny int) []uint16 {
	if m.Wavefront == nil && m.Tiles == nil {
		return levels
	}
	phases, across := []Levels{LevelsOf(m.Curve)}, 1
	if m.Tiles != nil {
		across, phases = int(math.Round(math.Sqrt(float64(len(m.Tiles))))), nil
		for _, c := range m.Tiles {
			phases = append(phases, LevelsOf(c))
		}
	}
	out := make([]uint16, len(levels))
	for i, l := range levels {
		phase := m.Curve.States[l].Phase
		if m.Wavefront != nil {
			phase -= float64(m.Wavefront[i])
		}
		x, right := between(i%nx, nx, across)
		y, below := between(i/nx, ny, across)
		mixed, low, high := 0.0, math.Inf(1), math.Inf(-1)
		for k, w := range [4]float64{(1 - right) * (1 - below), right * (1 - below), (1 - right) * below, right * below} {
			if w == 0 {
				continue
			}
			v := float64(phases[(y+k/2)*across+x+k%2].Nearest(phase))
			mixed, low, high = mixed+w*v, min(low, v), max(high, v)
		}
		if high-low > float64(m.Curve.Levels())/4 {
			mixed = float64(phases[(y+int(below+0.5))*across+x+int(right+0.5)].Nearest(phase))
		}
		out[i] = uint16(mixed + 0.5)
	}
	return out
}

// between tells behind the middle of which of the tiles side by side sample i of n lies, and how far to the next; 0 beyond the last middle.
func between(i, n, across int) (tile int, share float64) {
	at := max(0, (float64(i)+0.5)*float64(across)/float64(n)-0.5)
	if tile = int(at); tile >= across-1 {
		return across - 1, 0
	}
	return tile, at - float64(tile)
}
