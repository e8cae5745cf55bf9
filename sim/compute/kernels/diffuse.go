package kernels

import "talbot/sim/compute"

// Diffuse hides a picture in noise, for a network that learns to tell one from the other (Ho, Jain, Abbeel,
// "Denoising diffusion probabilistic models", NeurIPS 2020): at a time t, even between 0 and Most, which is drawn anew for
// each sample and step,
//
//	z = a u + s e,  v = a e - s u,  a = cos(pi t/2), s = sin(pi t/2),  u = 2 x - 1,  e normal
//
// v is what is to be told (Salimans and Ho, "Progressive distillation for fast sampling of diffusion models", ICLR
// 2022): u is a z - s v. Behind z stands the time, as cos(pi m t) and sin(pi m t) for m from 1 to Waves.
type Diffuse struct {
	N, Waves int
	Most     float64 // of the time, at most 1
	Stream   uint32  // see package rng
}

// Len is the number of z and the waves.
func (q Diffuse) Len() int { return q.N + 2*q.Waves }

// Kernel makes the kernel.
//
//	x        [N]         0 to 1
//	number   [1]         of the sample
//	control  [Controls]
//	z        [Len()]     written
//	v        [N]         written
func (q Diffuse) Kernel() compute.Kernel {
	blocks := uint32((q.N+3)/4 + 1) // of a sample: the first has the time
	k := compute.Kernel{Name: "diffuse", Each: func(args [][]float32, _ []float32) {
		x, z, v := args[0], args[3], args[4]
		d := Levels{Stream: q.Stream}.draw(args[2])
		first := uint32(args[1][0]) * blocks
		t := float32(d.stream.Block(d.step, first)[0]>>8) * float32(q.Most/(1<<24))
		s, a := partTurn(t * (1 << 22))
		var e [4]float32
		for i := range q.N {
			if i%4 == 0 {
				normal4(&e, d.stream.Block(d.step, first+1+uint32(i/4)), 1)
			}
			u := float32(2*x[i]) - 1
			z[i] = float32(a*u) + float32(s*e[i%4])
			v[i] = float32(a*e[i%4]) - float32(s*u)
		}
		q.Time(t, z[q.N:])
	}}
	if compute.WithGPU {
		k.GPU = q.gpu(blocks)
	}
	return k
}

// Time writes the waves of a time, [2 Waves].
func (q Diffuse) Time(t float32, to []float32) {
	for m := range q.Waves {
		sin, cos := partTurn(float32(m+1) * t * (1 << 23))
		to[2*m], to[2*m+1] = cos, sin
	}
}

// partTurn are sine and cosine of parts of a turn, of which there are 2^24, the same on every device.
func partTurn(parts float32) (sin, cos float32) { return turn32(uint32(parts) & (1<<24 - 1)) }

func (q Diffuse) gpu(blocks uint32) compute.GPU {
	return &compute.Map{N: q.Len(), Code: compute.Code{Functions: randomWGSL, Writes: []int{3, 4}, Text: drawWGSL("$2", q.Stream) + `
let begin = u32($1[0]) * ` + u32(int(blocks)) + `;
let t = f32(levelsBits(vec4u(begin, step, stream, 0u), seed).x >> 8u) * ` + f32(q.Most/(1<<24)) + `;
if (i < ` + u32(q.N) + `) {
let e = randomOf(levelsBits(vec4u(begin + 1u + i / 4u, step, stream, 0u), seed), i % 4u);
let turn = randomTurn(u32(t * 4194304.0f) & 16777215u); let much = turn.x; let noise = turn.y;
let u = 2.0f * $0[i] - 1.0f;
$3[i] = much * u + noise * e;
$4[i] = much * e - noise * u;
} else {
let m = i - ` + u32(q.N) + `;
let wave = randomTurn(u32(f32(m / 2u + 1u) * t * 8388608.0f) & 16777215u);
$3[i] = select(wave.x, wave.y, m % 2u == 1u);
}`}}
}

// Less is y = x - v.
//
//	x  [n]
//	v  [n]
//	y  [n]  written; may be x
func Less(n int) compute.Kernel {
	k := compute.Kernel{Name: "less", Widths: []int{1, 1, 1}, Each: func(args [][]float32, _ []float32) {
		x, v, y := args[0], args[1], args[2]
		for i := range y {
			y[i] = x[i] - v[i]
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Text: "$2[i] = $0[i] - $1[i];", Writes: []int{2}}}
	}
	return k
}

// MeanSquare is the loss mean_k z_k^2 of what is left of an answer when what it should be is taken off. The second
// number is 1 where the loss is below Most. Arguments as SoftmaxCrossEntropy, of which the label is not read;
// dL/dz_k = 2 z_k/n.
func MeanSquare(n int, most float64) compute.Kernel {
	twice, bound := 2/float32(n), float32(most)
	k := compute.Kernel{Name: "mean-square", Each: func(args [][]float32, _ []float32) {
		z, out, dz := args[0], args[2], args[3]
		var sum float64
		for i, v := range z {
			sum += float64(float64(v) * float64(v))
			dz[i] = twice * v
		}
		out[0], out[1] = float32(sum/float64(n)), 0
		if out[0] < bound {
			out[1] = 1
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Group{Threads: 256, Code: compute.Code{Writes: []int{2, 3}, Text: `var a = 0.0f;
for (var i = lid; i < ` + u32(n) + `; i += 256u) { let v = $0[i]; a += v * v; $3[i] = ` + f32(float64(twice)) + ` * v; }
a = total(lid, a);
if (lid == 0u) {
let mean = a * ` + f32(1/float64(n)) + `;
$2[0] = mean; $2[1] = select(0.0f, 1.0f, mean < ` + f32(most) + `);
}`}}
	}
	return k
}
