package kernels

import "talbot/sim/compute"

// encodeGPU resizes the image at each sample by itself, as grey, and then runs write.
func encodeGPU(width, height int, x, y Taps, functions, write string) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	kx, tx := x.table(width)
	ky, ty := y.table(height)
	text := `var grey = 0.0f;
{
let cx = x * ` + u32(kx+1) + `;
let cy = y * ` + u32(ky+1) + `;
for (var j = 0u; j < ` + u32(ky) + `; j++) {
let row = (u32($t1[cy]) + j) * ` + u32(width) + ` + u32($t0[cx]);
let wy = $t1[cy + 1u + j];
for (var i = 0u; i < ` + u32(kx) + `; i++) { grey += wy * $t0[cx + 1u + i] * $0[row + i]; }
}
}
` + write
	return &compute.Plane{Nx: len(x.First), In: -1, Out: 2, Anywhere: []int{0}, Code: compute.Code{Text: text, Functions: functions, Pairs: []int{1, 2}, Writes: []int{2},
		Tables: [][]float32{tx, ty}}}
}

// table is first and weights of each output, all with as many weights: the windows lie
// within the inputs.
func (t Taps) table(inputs int) (weights int, table []float32) {
	for _, w := range t.Weight {
		weights = max(weights, len(w))
	}
	table = make([]float32, len(t.First)*(weights+1))
	for i, first := range t.First {
		from := max(0, min(first, inputs-weights))
		row := table[i*(weights+1):][:weights+1]
		row[0] = float32(from)
		for k, w := range t.Weight[i] {
			row[1+first-from+k] = w
		}
	}
	return weights, table
}
