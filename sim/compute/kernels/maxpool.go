package kernels

import "talbot/sim/compute"

// MaxPool has the largest number of squares of side x side places of each channel; what
// is left at the ends is left out.
//
//	x  [channels][ny][nx]
//	y  [channels][ny/side][nx/side]  written
func MaxPool(channels, ny, nx, side int) compute.Kernel {
	my, mx := ny/side, nx/side
	k := compute.Kernel{Name: "max-pool", Each: func(args [][]float32, _ []float32) {
		for i := range args[1] {
			at := squareAt(i, ny, nx, my, mx, side)
			args[1][i] = args[0][largest(args[0], at, nx, side)]
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels * my * mx, Code: compute.Code{Writes: []int{1}, Text: squareWGSL(ny, nx, my, mx, side) + "$1[i] = most;"}}
	}
	return k
}

// MaxPoolAdjoint gives dy to the place that was the largest, of equals the first, and 0 to
// all others.
//
//	x   [channels][ny][nx]             that MaxPool was given
//	dy  [channels][ny/side][nx/side]
//	dx  [channels][ny][nx]             written
func MaxPoolAdjoint(channels, ny, nx, side int) compute.Kernel {
	my, mx := ny/side, nx/side
	k := compute.Kernel{Name: "max-pool-adjoint", Each: func(args [][]float32, _ []float32) {
		clear(args[2])
		for i, v := range args[1] {
			at := squareAt(i, ny, nx, my, mx, side)
			args[2][largest(args[0], at, nx, side)] = v
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels * ny * nx, Code: compute.Code{Writes: []int{2}, Text: `let x = i % ` + u32(nx) + ` / ` + u32(side) + `;
let r = i / ` + u32(nx) + `;
let y = r % ` + u32(ny) + ` / ` + u32(side) + `;
var v = 0.0f;
if (x < ` + u32(mx) + ` && y < ` + u32(my) + `) {
let k = (r / ` + u32(ny) + ` * ` + u32(my) + ` + y) * ` + u32(mx) + ` + x;
let place = i;
{ let i = k; ` + squareWGSL(ny, nx, my, mx, side) + ` if (best == place) { v = $1[k]; } }
}
$2[i] = v;`}}
	}
	return k
}

// squareAt is the first place of the square that number i is made of.
func squareAt(i, ny, nx, my, mx, side int) int {
	r := i / mx
	return (r/my*ny+r%my*side)*nx + i%mx*side
}

// largest is the place of the largest number of a square, the first of equals.
func largest(x []float32, at, nx, side int) int {
	best := at
	for a := range side {
		for b := range side {
			if p := at + a*nx + b; x[p] > x[best] {
				best = p
			}
		}
	}
	return best
}

// squareWGSL finds the largest number of argument 0 in the square of number i: most, at
// place best.
func squareWGSL(ny, nx, my, mx, side int) string {
	return `let row = i / ` + u32(mx) + `;
let at = (row / ` + u32(my) + ` * ` + u32(ny) + ` + row % ` + u32(my) + ` * ` + u32(side) + `) * ` + u32(nx) + ` + i % ` + u32(mx) + ` * ` + u32(side) + `;
var best = at; var most = $0[at];
for (var a = 0u; a < ` + u32(side) + `; a++) { for (var b = 0u; b < ` + u32(side) + `; b++) {
let p = at + a * ` + u32(nx) + ` + b; let v = $0[p];
if (v > most) { most = v; best = p; }
} }
`
}
