#!/usr/bin/env bash
# gorgonia.org/tensor v0.9.24 (Go: the arrays of Gorgonia, a library for neural networks), Go 1.24 or newer.
#
# Input: a 2 x 3 matrix of 1 to 6, its last two columns by Slice, its transpose by T, and its rows in column-major order; seven numbers sliced by 3.
#
# Guess: each function gives what it gives for a plain tensor of the same numbers, or an error.
# Seen: sums, maxima, products of elements and CSV do. The matrix product of two slices, the softmax of the transpose and the NPY files of slice,
# transpose and column-major tensor take the memory as it lies: other numbers, of the right shape. A slice of 0 to 7 by 2 or 3 lacks its last, 6.
# No error. Call Materialize on a slice and Transpose after T first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >go.mod <<'MOD'
module finding

go 1.24
MOD
cat >main.go <<'GO'
package main

import (
	"bytes"
	"fmt"

	"gorgonia.org/tensor"
)

var plain = tensor.New(tensor.WithShape(2, 3), tensor.WithBacking([]float64{1, 2, 3, 4, 5, 6}))

func clone() *tensor.Dense { return plain.Clone().(*tensor.Dense) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func numbers(t tensor.Tensor) []string {
	var out []string
	shape := t.Shape()
	for i := range shape[0] {
		if len(shape) == 1 {
			out = append(out, fmt.Sprintf("%.4g", must(t.At(i))))
			continue
		}
		for j := range shape[1] {
			out = append(out, fmt.Sprintf("%.4g", must(t.At(i, j))))
		}
	}
	return out
}

func npy(t *tensor.Dense) tensor.Tensor {
	var file bytes.Buffer
	if err := t.WriteNpy(&file); err != nil {
		panic(err)
	}
	back := tensor.New(tensor.Of(tensor.Float64))
	if err := back.ReadNpy(&file); err != nil {
		panic(err)
	}
	return back
}

func main() {
	slice := must(clone().Slice(nil, tensor.S(1, 3))).(*tensor.Dense)
	copied := slice.Materialize().(*tensor.Dense)
	turned, moved := clone(), clone()
	turned.T()
	moved.T()
	moved.Transpose()
	columns := tensor.New(tensor.WithShape(2, 3), tensor.AsFortran([]float64{1, 2, 3, 4, 5, 6}))
	fmt.Println("slice", numbers(slice), "copied", numbers(copied))
	fmt.Println("sum over columns of slice", numbers(must(slice.Sum(1))), "copied", numbers(must(copied.Sum(1))))
	fmt.Println("slice times slice", numbers(must(slice.MatMul(slice))), "copied", numbers(must(copied.MatMul(copied))))
	fmt.Println("transpose", numbers(turned), "moved", numbers(moved))
	fmt.Println("softmax of transpose", numbers(must(tensor.SoftMax(turned, 1))), "moved", numbers(must(tensor.SoftMax(moved, 1))))
	fmt.Println("NPY of slice", numbers(npy(slice)), "copied", numbers(npy(copied)))
	fmt.Println("NPY of transpose", numbers(npy(turned)), "moved", numbers(npy(moved)))
	fmt.Println("column-major", numbers(columns), "its NPY", numbers(npy(columns)))
	seven := tensor.New(tensor.WithShape(7), tensor.WithBacking([]float64{0, 1, 2, 3, 4, 5, 6}))
	fmt.Println("0 to 7 by 3", numbers(must(seven.Slice(tensor.S(0, 7, 3)))), "by 2", numbers(must(seven.Slice(tensor.S(0, 7, 2)))))
}
GO
go get gorgonia.org/tensor@v0.9.24 go4.org/unsafe/assume-no-moving-gc@v0.0.0-20231121144256-b99613f794b6 >get.log 2>&1 || { cat get.log; exit 1; }
go run . | tee out
diff out - <<'WANT'
slice [2 3 5 6] copied [2 3 5 6]
sum over columns of slice [5 11] copied [5 11]
slice times slice [16 21 28 37] copied [19 24 40 51]
transpose [1 4 2 5 3 6] moved [1 4 2 5 3 6]
softmax of transpose [0.2689 0.7311 0.2689 0.7311 0.2689 0.7311] moved [0.04743 0.9526 0.04743 0.9526 0.04743 0.9526]
NPY of slice [2 3 4 5] copied [2 3 5 6]
NPY of transpose [1 2 3 4 5 6] moved [1 4 2 5 3 6]
column-major [1 2 3 4 5 6] its NPY [1 4 2 5 3 6]
0 to 7 by 3 [0 3] by 2 [0 2 4]
WANT
echo 'as found on 30 November 2026'
