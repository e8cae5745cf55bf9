package kernels

import "talbot/sim/compute"

// ShownLevels is what a display or a process is told: drives kept to 0 to K-1, and with
// ControlHard rounded to the nearest level; once for the whole batch.
//
//	v        [n]
//	control  [Controls]
//	u        [n]  written
func ShownLevels(n, levels int) compute.Kernel {
	return compute.Kernel{Name: "shown-levels", N: n, Grain: functionGrain / 2, GPU: shownGPU(n, levels), Once: func(args [][]float32, _ []float32, from, to int) {
		v, u := args[0], args[2]
		hard := args[1][ControlHard] != 0
		for i := from; i < to; i++ {
			if u[i] = min(max(v[i], 0), float32(levels-1)); hard {
				u[i] = float32(NearestLevel(v[i], levels))
			}
		}
	}}
}

// BlurLine convolves an image of side x side with taps along x (step 1) or y (step side); what
// is outside is 0. With taps that are alike both ways it is its own adjoint.
//
//	in    [side][side]
//	taps  [2 r + 1]
//	out   [side][side]  written
func BlurLine(side, step, r int) compute.Kernel {
	return compute.Kernel{Name: "blur-line", N: side * side, Grain: functionGrain / 2, GPU: blurGPU(side, step, r), Once: func(args [][]float32, _ []float32, from, to int) {
		in, taps, out := args[0], args[1], args[2]
		for i := from; i < to; i++ {
			at := i % side // along the line
			if step > 1 {
				at = i / side
			}
			sum := float32(0)
			for k := max(0, r-at); k <= min(2*r, side-1-at+r); k++ {
				sum += float32(taps[k] * in[i+(k-r)*step])
			}
			out[i] = sum
		}
	}}
}

func shownGPU(n, levels int) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	return &compute.Map{N: n, Code: compute.Code{Text: levelWGSL("let u = clamp($0[i], 0.0f, LAST);\n$2[i] = select(u, floor(u + 0.5f), $1["+u32(ControlHard)+"] != 0.0f);", levels, 0), Writes: []int{2}}}
}

func blurGPU(side, step, r int) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	at := "i32(i % " + u32(side) + ")"
	if step > 1 {
		at = "i32(i / " + u32(side) + ")"
	}
	return &compute.Map{N: side * side, Code: compute.Code{Text: "let at = " + at + `;
var sum = 0.0f;
for (var k = max(0i, ` + i32(r) + ` - at); k <= min(` + i32(2*r) + ", " + i32(side-1+r) + ` - at); k++) {
sum += $1[k] * $0[i32(i) + (k - ` + i32(r) + `) * ` + i32(step) + `];
}
$2[i] = sum;`, Writes: []int{2}}}
}
