package kernels

import "talbot/sim/compute"

// TokenCrossEntropy is the loss of a text's next tokens, token by token: of logits z_t, what follows x_t is x_{t+1},
// and the label behind the last.
//
//	z      [tokens][vocabulary]
//	x      [tokens]
//	label  [1]
//	parts  [tokens][2]           written: -ln p of the token that follows, and 1 if its logit is the highest, else 0
//	dz     [tokens][vocabulary]  written: (p - 1 of what follows)/tokens, the gradient of the mean
func TokenCrossEntropy(tokens, vocabulary int) compute.Kernel {
	share := 1 / float32(tokens)
	k := compute.Kernel{Name: "token-cross-entropy", Each: func(args [][]float32, _ []float32) {
		for t := range tokens {
			z, dz, next := args[0][t*vocabulary:][:vocabulary], args[4][t*vocabulary:][:vocabulary], int(args[2][0])
			if t+1 < tokens {
				next = int(args[1][t+1])
			}
			logSum := softmax(z, dz)
			args[3][2*t] = float32(logSum - float64(z[next]))
			args[3][2*t+1] = correct(z, next)
			dz[next]--
			for i := range dz {
				dz[i] *= share
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: tokens, Code: compute.Code{Writes: []int{3, 4}, Functions: levelsWGSL, Text: `const n = ` + u32(vocabulary) + `; let at = i * n;
var next = u32($2[0]);
if (i + 1u < ` + u32(tokens) + `) { next = u32($1[i + 1u]); }
var best = 0u;
for (var k = 1u; k < n; k++) { if ($0[at + k] > $0[at + best]) { best = k; } }
let top = $0[at + best];
var all = 0.0f;
for (var k = 0u; k < n; k++) { all += levelsExp($0[at + k] - top); }
for (var k = 0u; k < n; k++) { $4[at + k] = (levelsExp($0[at + k] - top) / all - select(0.0f, 1.0f, k == next)) * ` + f32(float64(share)) + `; }
$3[2u * i] = log(all) + top - $0[at + next];
$3[2u * i + 1u] = select(0.0f, 1.0f, best == next);`}}
	}
	return k
}

// TokenMeans is what an example's tokens are in the mean.
//
//	parts  [tokens][2]  of TokenCrossEntropy
//	out    [2]          written: the mean loss, and whether the last answer is right
func TokenMeans(tokens int) compute.Kernel {
	k := compute.Kernel{Name: "token-means", Each: func(args [][]float32, _ []float32) {
		sum := 0.0
		for t := range tokens {
			sum += float64(args[0][2*t])
		}
		args[1][0], args[1][1] = float32(sum/float64(tokens)), args[0][2*tokens-1]
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: 1, Code: compute.Code{Writes: []int{1}, Text: `const tokens = ` + u32(tokens) + `;
var sum = 0.0f;
for (var t = 0u; t < tokens; t++) { sum += $0[2u * t]; }
$1[0] = sum / f32(tokens); $1[1] = $0[2u * tokens - 1u];`}}
	}
	return k
}
