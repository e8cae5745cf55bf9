package kernels

import "talbot/sim/compute"

// tokenWGSL is what each thread has found to be the largest.
const tokenWGSL = `var<workgroup> tokenTop: array<f32, 256>;
var<workgroup> tokenBest: array<u32, 256>;
`

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
		threads, all := rowThreads(vocabulary)
		k.GPU = &compute.Group{Threads: threads, N: tokens, Code: compute.Code{Writes: []int{3, 4}, Functions: tokenWGSL + levelsWGSL, Text: all + `
var next = u32($2[0]);
if (i + 1u < ` + u32(tokens) + `) { next = u32($1[i + 1u]); }
var best = min(lid, n - 1u); var top = $0[at + best];
for (var k = best + threads; k < n; k += threads) { let z = $0[at + k]; if (z > top) { best = k; top = z; } }
tokenTop[lid] = top; tokenBest[lid] = best;
workgroupBarrier();
for (var k = 0u; k < threads; k++) { if (tokenTop[k] > top || (tokenTop[k] == top && tokenBest[k] < best)) { best = tokenBest[k]; top = tokenTop[k]; } }
var sum = 0.0f;
for (var k = lid; k < n; k += threads) { sum += levelsExp($0[at + k] - top); }
sum = total(lid, sum);
for (var k = lid; k < n; k += threads) { $4[at + k] = (levelsExp($0[at + k] - top) / sum - select(0.0f, 1.0f, k == next)) * ` + f32(float64(share)) + `; }
if (lid == 0u) {
$3[2u * i] = log(sum) + top - $0[at + next];
$3[2u * i + 1u] = select(0.0f, 1.0f, best == next);
}`}}
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
