package kernels

import "talbot/sim/compute"

// Variation is how many numbers say how Vary changes a picture: columns and rows by which it
// is moved, to the right and down; whether it is mirrored, left to right; and the columns and rows
// of the rectangle that is erased, from the first to before the last, of the picture that
// is mirrored but not yet moved. All are whole numbers.
const Variation = 7

// Vary mirrors a picture, erases a rectangle of it, and moves it; what moves in is 0.
//
//	x    [channels][ny][nx]
//	how  [Variation]
//	y    [channels][ny][nx]  written
func Vary(channels, ny, nx int) compute.Kernel {
	k := compute.Kernel{Name: "vary", Each: func(args [][]float32, _ []float32) {
		v := variation(args[1], nx)
		for i := range args[2] {
			col, row := i%nx-v.right, i/nx%ny-v.down
			args[2][i] = 0
			if col >= 0 && col < nx && row >= 0 && row < ny && !v.erases(col, row) {
				args[2][i] = args[0][(i/(nx*ny)*ny+row)*nx+v.from(col)]
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels * ny * nx, Code: compute.Code{Writes: []int{2}, Text: varyWGSL(ny, nx) + `
let col = x - right; let row = y - down;
var v = 0.0f;
if (col >= 0 && col < nx && row >= 0 && row < ny && !(col >= left && col < end && row >= top && row < bottom)) {
v = $0[u32((c * ny + row) * nx + select(col, nx - 1 - col, mirrored))];
}
$2[i] = v;`}}
	}
	return k
}

// VaryAdjoint is the adjoint of Vary.
//
//	g    [channels][ny][nx]
//	how  [Variation]
//	gi   [channels][ny][nx]  written
func VaryAdjoint(channels, ny, nx int) compute.Kernel {
	k := compute.Kernel{Name: "vary-adjoint", Each: func(args [][]float32, _ []float32) {
		v := variation(args[1], nx)
		for i := range args[2] {
			col, row := v.from(i%nx), i/nx%ny
			x, y := col+v.right, row+v.down
			args[2][i] = 0
			if x >= 0 && x < nx && y >= 0 && y < ny && !v.erases(col, row) {
				args[2][i] = args[0][(i/(nx*ny)*ny+y)*nx+x]
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels * ny * nx, Code: compute.Code{Writes: []int{2}, Text: varyWGSL(ny, nx) + `
let col = select(x, nx - 1 - x, mirrored);
let a = col + right; let b = y + down;
var v = 0.0f;
if (a >= 0 && a < nx && b >= 0 && b < ny && !(col >= left && col < end && y >= top && y < bottom)) {
v = $0[u32((c * ny + b) * nx + a)];
}
$2[i] = v;`}}
	}
	return k
}

// varied is a Variation.
type varied struct {
	nx, right, down        int
	mirrored               bool
	left, top, end, bottom int
}

func variation(how []float32, nx int) varied {
	n := func(i int) int { return int(how[i]) }
	return varied{nx: nx, right: n(0), down: n(1), mirrored: how[2] > 0, left: n(3), top: n(4), end: n(5), bottom: n(6)}
}

func (v *varied) from(col int) int {
	if v.mirrored {
		return v.nx - 1 - col
	}
	return col
}

func (v *varied) erases(col, row int) bool {
	return col >= v.left && col < v.end && row >= v.top && row < v.bottom
}

// varyWGSL reads argument 1, and the place of number i.
func varyWGSL(ny, nx int) string {
	return `let nx = ` + i32(nx) + `; let ny = ` + i32(ny) + `;
let x = i32(i) % nx; let y = i32(i) / nx % ny; let c = i32(i) / (nx * ny);
let right = i32($1[0]); let down = i32($1[1]); let mirrored = $1[2] > 0.0f;
let left = i32($1[3]); let top = i32($1[4]); let end = i32($1[5]); let bottom = i32($1[6]);`
}

// Affine is a factor and an offset for each channel, y = factor x + offset.
//
//	x  [len(factor)][n]
//	y  [len(factor)][n]  written; may be x
func Affine(n int, factor, offset []float32) compute.Kernel {
	k := compute.Kernel{Name: "affine", Each: func(args [][]float32, _ []float32) {
		for c, f := range factor {
			y := args[1][c*n : (c+1)*n]
			for i, x := range args[0][c*n : (c+1)*n] {
				y[i] = float32(f*x) + offset[c]
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n * len(factor), Code: compute.Code{Writes: []int{1}, Tables: [][]float32{factor, offset},
			Text: `let c = i / ` + u32(n) + `; $1[i] = $t0[c] * $0[i] + $t1[c];`}}
	}
	return k
}
