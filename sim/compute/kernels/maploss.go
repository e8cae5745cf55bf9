package kernels

import "talbot/sim/compute"

// MapLoss is the loss of a whole plane of light against a map that is 1 in the region of the true class and 0
// elsewhere, whatever the light's brightness: with I = |E|^2 of n samples, T the map, and the gain that makes the
// loss least,
//
//	L = mean (gain I - T)^2,  gain = sum I T/sum I^2
//
// (Xue et al., Nature 632, 280 (2024), released program).
type MapLoss struct {
	Nx, Ny  int
	Regions []Region // of the classes
}

// Value takes the readings of DetectIntensity besides the light.
//
//	E         [Ny][Nx] complex
//	readings  [classes]
//	label     [1]
//	out       [2]       written: the loss, and 1 if the highest reading is the class's, else 0
//	gain      [1]       written
func (l MapLoss) Value() compute.Kernel {
	n, classes := l.Nx*l.Ny, len(l.Regions)
	areas := make([]float32, classes)
	for k, r := range l.Regions {
		areas[k] = float32(r.Area())
	}
	k := compute.Kernel{Name: "map-loss", Each: func(args [][]float32, _ []float32) {
		u, readings, t := args[0], args[1], int(args[2][0])
		squares := 0.0
		for i := range n {
			v := float64(float32(u[2*i]*u[2*i]) + float32(u[2*i+1]*u[2*i+1]))
			squares += float64(v * v)
		}
		light := float64(areas[t]) * float64(readings[t])
		gain := 0.0
		if squares > 0 {
			gain = light / squares
		}
		args[3][0], args[3][1] = float32((float64(areas[t])-float64(gain*light))/float64(n)), correct(readings, t)
		args[4][0] = float32(gain)
	}}
	if compute.WithGPU {
		k.GPU = &compute.Group{Threads: 256, Code: compute.Code{Pairs: []int{0}, Writes: []int{3, 4}, Tables: [][]float32{areas},
			Text: "var a = 0.0f;\nfor (var i = lid; i < " + u32(n) + "; i += 256u) { let e = $0[i]; let v = dot(e, e); a += v * v; }\na = total(lid, a);\n" +
				`if (lid == 0u) {
let t = u32($2[0]);
var best = 0u;
for (var k = 1u; k < ` + u32(classes) + `; k++) { if ($1[k] > $1[best]) { best = k; } }
let light = $t0[t] * $1[t];
var gain = 0.0f;
if (a > 0.0f) { gain = light / a; }
$3[0] = ($t0[t] - gain * light) * ` + f32(1/float64(n)) + `;
$3[1] = select(0.0f, 1.0f, best == t);
$4[0] = gain;
}`}}
	}
	return k
}

// Adjoint is the gradient with respect to the light, g = 4 gain (gain I - T) E/n.
//
//	E      [Ny][Nx] complex
//	label  [1]
//	gain   [1]
//	g      [Ny][Nx] complex  written; must not be E
func (l MapLoss) Adjoint() compute.Kernel {
	n := l.Nx * l.Ny
	scale := float32(4 / float64(n))
	k := compute.Kernel{Name: "map-loss-adjoint", Each: func(args [][]float32, _ []float32) {
		u, r, gain, g := args[0], l.Regions[int(args[1][0])], args[2][0], args[3]
		for i := range n {
			v := gain * (float32(u[2*i]*u[2*i]) + float32(u[2*i+1]*u[2*i+1]))
			if x, y := i%l.Nx, i/l.Nx; x >= r.X0 && x < r.X1 && y >= r.Y0 && y < r.Y1 {
				v--
			}
			v *= scale * gain
			g[2*i], g[2*i+1] = v*u[2*i], v*u[2*i+1]
		}
	}}
	if compute.WithGPU {
		var bounds []float32
		for _, r := range l.Regions {
			bounds = append(bounds, float32(r.X0), float32(r.X1), float32(r.Y0), float32(r.Y1))
		}
		k.GPU = &compute.Map{N: n, Code: compute.Code{Pairs: []int{0, 3}, Writes: []int{3}, Tables: [][]float32{bounds}, Text: `let t = 4u * u32($1[0]);
let x = f32(i % ` + u32(l.Nx) + `); let y = f32(i / ` + u32(l.Nx) + `);
let e = $0[i];
let inside = x >= $t0[t] && x < $t0[t + 1u] && y >= $t0[t + 2u] && y < $t0[t + 3u];
$3[i] = (` + f32(float64(scale)) + ` * $2[0] * ($2[0] * dot(e, e) - select(0.0f, 1.0f, inside))) * e;`}}
	}
	return k
}
