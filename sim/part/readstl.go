package part

import (
	"encoding/binary"
	"fmt"
	"math"
)

// readSTL is the height of a solid above the bottom, in metres, at the centre of each pixel of
// the square that the solid fills: of binary STL in mm, with the relief upwards.
func readSTL(b []byte, side int, pitch float64) ([]float64, error) {
	if len(b) < 84 || len(b) != 84+50*int(binary.LittleEndian.Uint32(b[80:])) {
		return nil, fmt.Errorf("it is no binary STL: save it so")
	}
	corner := func(at int) (p [3]float64) {
		for k := range p {
			p[k] = float64(math.Float32frombits(binary.LittleEndian.Uint32(b[at+4*k:])))
		}
		return p
	}
	low := [3]float64{math.Inf(1), math.Inf(1), math.Inf(1)}
	high := [3]float64{math.Inf(-1), math.Inf(-1), math.Inf(-1)}
	for f := 84; f < len(b); f += 50 {
		for c := range 3 {
			for k, v := range corner(f + 12 + 12*c) {
				if v-v != 0 {
					return nil, fmt.Errorf("facet %d has a corner that is no number", f/50)
				}
				low[k], high[k] = math.Min(low[k], v), math.Max(high[k], v)
			}
		}
	}
	step := pitch * 1e3
	if wide, tall, want := high[0]-low[0], high[1]-low[1], float64(side)*step; math.Abs(wide-want) > step/2 || math.Abs(tall-want) > step/2 {
		return nil, fmt.Errorf("it is %.6g x %.6g mm, and the part %.6g x %.6g", wide, tall, want, want)
	}
	h := make([]float64, side*side)
	found := make([]bool, len(h))
	for f := 84; f < len(b); f += 50 {
		p, q, r := corner(f+12), corner(f+24), corner(f+36)
		area := (q[0]-p[0])*(r[1]-p[1]) - (q[1]-p[1])*(r[0]-p[0])
		if area <= 0 { // seen from above it is a wall, or from below
			continue
		}
		x0, x1 := math.Min(p[0], math.Min(q[0], r[0])), math.Max(p[0], math.Max(q[0], r[0]))
		y0, y1 := math.Min(p[1], math.Min(q[1], r[1])), math.Max(p[1], math.Max(q[1], r[1]))
		within := func(v float64) int { return max(0, min(side, int(math.Ceil(v)))) }
		for j := within((high[1]-y1)/step - 0.5 - 1e-6); j < within((high[1]-y0)/step-0.5+1e-6); j++ {
			y := high[1] - (float64(j)+0.5)*step
			for i := within((x0-low[0])/step - 0.5 - 1e-6); i < within((x1-low[0])/step-0.5+1e-6); i++ {
				x := low[0] + (float64(i)+0.5)*step
				u := ((x-p[0])*(r[1]-p[1]) - (y-p[1])*(r[0]-p[0])) / area
				v := ((q[0]-p[0])*(y-p[1]) - (q[1]-p[1])*(x-p[0])) / area
				if u < -1e-3 || v < -1e-3 || u+v > 1+1e-3 {
					continue
				}
				z := (p[2] + u*(q[2]-p[2]) + v*(r[2]-p[2]) - low[2]) * 1e-3
				if k := j*side + i; !found[k] || z > h[k] {
					h[k], found[k] = z, true
				}
			}
		}
	}
	for k, ok := range found {
		if !ok {
			return nil, fmt.Errorf("it has a hole at row %d, column %d of the part", k/side, k%side)
		}
	}
	return h, nil
}
