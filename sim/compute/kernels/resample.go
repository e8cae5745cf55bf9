package kernels

import (
	"math"
	"strconv"
	"strings"

	"talbot/sim/compute"
)

// Resample looks at a plane of light from one that is shifted, turned and stretched: the frame's
// FrameWarp are (a, b, c, d, e, f), in samples from the axis,
//
//	out(x, y) = in(a x + b y + c, d x + e y + f)
//
// by polynomials of the fifth degree along each axis; outside the plane it is dark. Half way between
// two samples light of 4 samples a period loses 5 %, and of 8 0.1 %.
//
//	in     [Ny][Nx] complex
//	frame  [FrameNumbers]
//	out    [Ny][Nx] complex  written; must not be in
func Resample(nx, ny int) compute.Kernel {
	k := compute.Kernel{Name: "resample", Each: func(args [][]float32, _ []float32) {
		in, w, out := args[0], args[1][FrameWarp:], args[2]
		for y := range ny {
			for x := range nx {
				sx, sy := warped(w, x-nx/2, y-ny/2)
				x0, y0 := int(math.Floor(float64(sx))), int(math.Floor(float64(sy)))
				wx, wy := lagrange6(sx-float32(x0)), lagrange6(sy-float32(y0))
				var re, im float32
				for j, b := range wy {
					r := y0 + j - 2 + ny/2
					if r < 0 || r >= ny {
						continue
					}
					var lineRe, lineIm float32
					for i, a := range wx {
						if c := x0 + i - 2 + nx/2; c >= 0 && c < nx {
							lineRe += float32(a * in[2*(r*nx+c)])
							lineIm += float32(a * in[2*(r*nx+c)+1])
						}
					}
					re += float32(b * lineRe)
					im += float32(b * lineIm)
				}
				out[2*(y*nx+x)], out[2*(y*nx+x)+1] = re, im
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Plane{In: -1, Out: 2, Anywhere: []int{0}, Code: compute.Code{Functions: lagrangeWGSL, Pairs: []int{0, 2}, Writes: []int{2}, Text: resampleWGSL(nx, ny) + `
let origin = vec2f($1[warp] * px + $1[warp + 1u] * py + $1[warp + 2u], $1[warp + 3u] * px + $1[warp + 4u] * py + $1[warp + 5u]);
` + polynomialWGSL(nx, ny, nx/2, ny/2)}}
	}
	return k
}

// ResampleAdjoint is the adjoint of Resample, with its arguments g, frame and gi, which must not be g: each sample is spread over
// those that it has read. On a GPU each gathers what it has given: it was read by the samples whose place on its plane is less than
// three samples away along each axis.
func ResampleAdjoint(nx, ny int) compute.Kernel {
	k := compute.Kernel{Name: "resample-adjoint", Each: func(args [][]float32, _ []float32) {
		g, w, gi := args[0], args[1][FrameWarp:], args[2]
		clear(gi)
		for y := range ny {
			for x := range nx {
				sx, sy := warped(w, x-nx/2, y-ny/2)
				x0, y0 := int(math.Floor(float64(sx))), int(math.Floor(float64(sy)))
				wx, wy := lagrange6(sx-float32(x0)), lagrange6(sy-float32(y0))
				re, im := g[2*(y*nx+x)], g[2*(y*nx+x)+1]
				for j, b := range wy {
					r := y0 + j - 2 + ny/2
					if r < 0 || r >= ny {
						continue
					}
					for i, a := range wx {
						if c := x0 + i - 2 + nx/2; c >= 0 && c < nx {
							gi[2*(r*nx+c)] += float32(float32(a*b) * re)
							gi[2*(r*nx+c)+1] += float32(float32(a*b) * im)
						}
					}
				}
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Plane{In: -1, Out: 2, Anywhere: []int{0}, Code: compute.Code{Functions: lagrangeWGSL, Pairs: []int{0, 2}, Writes: []int{2}, Text: resampleWGSL(nx, ny) + `
let a = $1[warp]; let b = $1[warp + 1u]; let c = $1[warp + 2u]; let d = $1[warp + 3u]; let e = $1[warp + 4u]; let f = $1[warp + 5u];
let det = a * e - b * d;
var low = vec2i(-nx / 2, -ny / 2); var high = vec2i(nx - 1 - nx / 2, ny - 1 - ny / 2);
if (det != 0.0f) {
let at = vec2f(e * (px - c) - b * (py - f), a * (py - f) - d * (px - c)) / det;
let far = (3.0f / abs(det)) * vec2f(abs(e) + abs(b), abs(a) + abs(d)) + 0.01f;
low = vec2i(max(vec2f(low), floor(at - far)));
high = vec2i(min(vec2f(high), ceil(at + far)));
}
v = vec2f(0.0f, 0.0f);
for (var y = low.y; y <= high.y; y++) {
for (var x = low.x; x <= high.x; x++) {
let sx = a * f32(x) + b * f32(y) + c; let sy = d * f32(x) + e * f32(y) + f;
let i = i32(px) - i32(floor(sx)) + 2; let j = i32(py) - i32(floor(sy)) + 2;
if (i < 0 || i > 5 || j < 0 || j > 5) { continue; }
var wx = resampleWeights(sx - floor(sx)); var wy = resampleWeights(sy - floor(sy));
v += (wx[i] * wy[j]) * $0[u32((y + ny / 2) * nx + x + nx / 2)];
}
}`}}
	}
	return k
}

func warped(w []float32, x, y int) (sx, sy float32) {
	px, py := float32(x), float32(y)
	return float32(w[0]*px) + float32(w[1]*py) + w[2], float32(w[3]*px) + float32(w[4]*py) + w[5]
}

// lagrange6 are the weights of six samples, -2 to 3, of the polynomial through them at t.
func lagrange6(t float32) [6]float32 {
	a, b, c, d, e, f := t+2, t+1, t, t-1, t-2, t-3
	ab, ef, cd := a*b, e*f, c*d
	return [6]float32{
		-float32(b*cd) * ef * (1.0 / 120), float32(a*cd) * ef * (1.0 / 24), -float32(ab*d) * ef * (1.0 / 12),
		float32(ab*c) * ef * (1.0 / 12), -float32(ab*cd) * f * (1.0 / 24), float32(ab*cd) * e * (1.0 / 120)}
}

const lagrangeWGSL = `fn resampleWeights(t: f32) -> array<f32, 6> {
let a = t + 2.0f; let b = t + 1.0f; let c = t; let d = t - 1.0f; let e = t - 2.0f; let f = t - 3.0f;
let ab = a * b; let ef = e * f; let cd = c * d;
return array<f32, 6>(-b * cd * ef * 0.0083333333f, a * cd * ef * 0.041666667f, -ab * d * ef * 0.083333333f,
ab * c * ef * 0.083333333f, -ab * cd * f * 0.041666667f, ab * cd * e * 0.0083333333f);
}
`

// polynomialWGSL sets v to what lies at origin (vec2f) of the plane in argument 0, whose sample (midX, midY) is at (0, 0). All samples that it takes are
// read at once, those outside the plane as others of weight 0: a condition for each would have each wait for the one before.
func polynomialWGSL(nx, ny, midX, midY int) string {
	var t, sum strings.Builder
	t.WriteString("let whole = floor(origin);\nlet wx = resampleWeights(origin.x - whole.x); let wy = resampleWeights(origin.y - whole.y);\n" +
		"let left = i32(whole.x) + " + i32(midX-2) + "; let top = i32(whole.y) + " + i32(midY-2) + ";\nv = vec2f(0.0f, 0.0f);\n")
	// clamped is sample k of an axis from first as at, and as weight its weight, if the plane has it.
	clamped := func(k, axis, first, weights, at, weight string, n int) {
		t.WriteString("let " + axis + k + " = " + first + " + " + k + "; let " + at + k + " = u32(clamp(" + axis + k + ", 0, " + i32(n-1) + ")); " +
			"let " + weight + k + " = select(0.0f, " + weights + "[" + k + "], " + axis + k + " >= 0 && " + axis + k + " < " + i32(n) + ");\n")
	}
	for j := range 6 {
		k := strconv.Itoa(j)
		clamped(k, "x", "left", "wx", "column", "f", nx)
		clamped(k, "y", "top", "wy", "row", "g", ny)
		sum.WriteString("v += g" + k + " * (")
		for i := range 6 {
			m := strconv.Itoa(i)
			if i > 0 {
				sum.WriteString(" + ")
			}
			sum.WriteString("f" + m + " * $0[row" + k + " * " + u32(nx) + " + column" + m + "]")
		}
		sum.WriteString(");\n")
	}
	return t.String() + sum.String()
}

func resampleWGSL(nx, ny int) string {
	return "const nx = " + i32(nx) + "; const ny = " + i32(ny) + "; const warp = " + u32(FrameWarp) + ";\n" +
		"let px = f32(i32(p) % nx - nx / 2); let py = f32(i32(p) / nx - ny / 2);"
}
