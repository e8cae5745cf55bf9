package kernels

import (
	"talbot/sim/compute"
	"talbot/sim/fmath"
)

// Taps says how each output sample of a line is made from input samples:
// output i is the sum over k of Weight[i][k] times input First[i]+k.
type Taps struct {
	First  []int
	Weight [][]float32
}

// EncodeAmplitude puts an image on the light as amplitude, E = v U, where v in
// [0, 1] is the image resized by rows and then by columns.
//
//	image  [height][width]  grey values in 0..1
//	light  [N][N] complex   the illumination U
//	field  [N][N] complex   written
//
// The taps have N outputs each; rows (y) read height values, columns (x) width.
func EncodeAmplitude(width, height int, x, y Taps) compute.Kernel {
	k := encode("encode-amplitude", width, height, x, y, addScaled, expand)
	k.GPU = encodeGPU(width, height, x, y, "", "v = grey * $1[p];")
	if vectorAddScaled != nil {
		v := encode(k.Name, width, height, x, y, vectorAddScaled, vectorExpand)
		k.Vector, k.VectorWork = v.Each, v.Work
	}
	return k
}

// addScaled is x += w y.
func addScaled(x, y []float32, w float32) {
	y = y[:len(x)]
	for i := range x {
		x[i] += float32(w * y[i])
	}
}

// expand is e = line u, with pairs u and e.
func expand(line, u, e []float32) {
	u, e = u[:2*len(line)], e[:2*len(line)]
	for i, v := range line {
		e[2*i], e[2*i+1] = v*u[2*i], v*u[2*i+1]
	}
}

// EncodePhase puts an image on the light as phase, E = exp(i depth v) U; depth in
// radians. Arguments as EncodeAmplitude.
func EncodePhase(width, height int, x, y Taps, depth float64) compute.Kernel {
	k := encode("encode-phase", width, height, x, y, addScaled, func(line, u, e []float32) {
		for i, v := range line {
			sin, cos := fmath.Sincos(depth * float64(v))
			re, im, ur, ui := float32(cos), float32(sin), u[2*i], u[2*i+1]
			e[2*i] = float32(re*ur) - float32(im*ui)
			e[2*i+1] = float32(re*ui) + float32(im*ur)
		}
	})
	k.GPU = encodeGPU(width, height, x, y, sincosWGSL, "let d = "+f32(depth)+" * grey; v = cmul(cisWGSL(d), $1[p]);")
	return k
}

// encode resizes the image line by line, with add for a sum of lines, and hands each
// line to write, with the illumination u and the field e of that line.
//
//go:noinline
func encode(name string, width, height int, x, y Taps, add func(x, y []float32, w float32), write func(line, u, e []float32)) compute.Kernel {
	nx, ny := len(x.First), len(y.First)
	return compute.Kernel{Name: name, Work: height*nx + nx, Each: func(args [][]float32, work []float32) {
		image, light, field := args[0], args[1], args[2]
		wide, line := work[:height*nx], work[height*nx:]
		for r := range height {
			in, out := image[r*width:(r+1)*width], wide[r*nx:(r+1)*nx]
			for i, first := range x.First {
				var sum float32
				for k, w := range x.Weight[i] {
					sum += float32(w * in[first+k])
				}
				out[i] = sum
			}
		}
		for j := range ny {
			clear(line)
			for k, w := range y.Weight[j] {
				add(line, wide[(y.First[j]+k)*nx:][:nx], w)
			}
			write(line, light[2*j*nx:2*(j+1)*nx], field[2*j*nx:2*(j+1)*nx])
		}
	}}
}
