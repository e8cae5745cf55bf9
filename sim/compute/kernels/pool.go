package kernels

import "talbot/sim/compute"

// MeanPool has the means of squares of side x side places of each channel; what is left at
// the ends is left out.
//
//	x  [channels][ny][nx]
//	y  [channels][ny/side][nx/side]  written
func MeanPool(channels, ny, nx, side int) compute.Kernel {
	my, mx := ny/side, nx/side
	f := 1 / float32(side*side)
	k := compute.Kernel{Name: "mean-pool", Each: func(args [][]float32, _ []float32) {
		x, y := args[0], args[1]
		for r := range channels * my {
			rows := x[(r/my*ny+r%my*side)*nx:]
			out := y[r*mx : (r+1)*mx]
			for i := range out {
				var sum float32
				for a := range side {
					for _, v := range rows[a*nx+i*side:][:side] {
						sum += v
					}
				}
				out[i] = f * sum
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels * my * mx, Code: compute.Code{Writes: []int{1}, Text: `let r = i / ` + u32(mx) + `;
let at = (r / ` + u32(my) + ` * ` + u32(ny) + ` + r % ` + u32(my) + ` * ` + u32(side) + `) * ` + u32(nx) + ` + i % ` + u32(mx) + ` * ` + u32(side) + `;
var sum = 0.0f;
for (var a = 0u; a < ` + u32(side) + `; a++) { for (var b = 0u; b < ` + u32(side) + `; b++) { sum += $0[at + a * ` + u32(nx) + ` + b]; } }
$1[i] = ` + f32(float64(f)) + ` * sum;`}}
	}
	return k
}

// MeanPoolAdjoint gives each place its share: dx = dy/side^2, 0 where a place was left out.
//
//	dy  [channels][ny/side][nx/side]
//	dx  [channels][ny][nx]  written
func MeanPoolAdjoint(channels, ny, nx, side int) compute.Kernel {
	my, mx := ny/side, nx/side
	f := 1 / float32(side*side)
	k := compute.Kernel{Name: "mean-pool-adjoint", Each: func(args [][]float32, _ []float32) {
		dy, dx := args[0], args[1]
		for r := range channels * ny {
			row := dx[r*nx : (r+1)*nx]
			y := r % ny / side
			if y >= my {
				clear(row)
				continue
			}
			in := dy[(r/ny*my+y)*mx:][:mx]
			for i, v := range in {
				for b := range side {
					row[i*side+b] = f * v
				}
			}
			clear(row[mx*side:])
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels * ny * nx, Code: compute.Code{Writes: []int{1}, Text: `let x = i % ` + u32(nx) + ` / ` + u32(side) + `;
let r = i / ` + u32(nx) + `;
let y = r % ` + u32(ny) + ` / ` + u32(side) + `;
var v = 0.0f;
if (x < ` + u32(mx) + ` && y < ` + u32(my) + `) { v = $0[(r / ` + u32(ny) + ` * ` + u32(my) + ` + y) * ` + u32(mx) + ` + x]; }
$1[i] = ` + f32(float64(f)) + ` * v;`}}
	}
	return k
}
