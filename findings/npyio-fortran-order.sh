#!/usr/bin/env bash
# codeberg.org/sbinet/npyio v0.14.0 (Go, the reader of NumPy's files), with gonum v0.17.0.
#
# Input: a 3 x 2 array of float64, 0 to 5 by rows, saved in Fortran order, as numpy.save does
# with the transpose of an array, or with what MATLAB and FITS readers hand over.
#
# Guess: read into []float64 or into a gonum matrix, the elements come in the same order,
# by rows; or the flat slice is refused.
# Seen: the matrix is right, by rows. The flat slice holds them by columns, as they lie in the
# file, without an error; the shape in the header is the same as for C order, so who reads
# masks or fields into a slice and reshapes gets them scrambled, not transposed.
# A reader of slices has to look at Header.Descr.Fortran.
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
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"codeberg.org/sbinet/npyio"
	"gonum.org/v1/gonum/mat"
)

func main() {
	head := "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 2), }"
	head += strings.Repeat(" ", 117-len(head)) + "\n"
	file := append([]byte("\x93NUMPY\x01\x00"), byte(len(head)), 0)
	file = append(file, head...)
	for _, v := range []float64{0, 2, 4, 1, 3, 5} { // column by column
		file = binary.LittleEndian.AppendUint64(file, math.Float64bits(v))
	}
	var flat []float64
	var matrix mat.Dense
	if err := npyio.Read(bytes.NewReader(file), &flat); err != nil {
		fmt.Println("slice:", err)
	}
	if err := npyio.Read(bytes.NewReader(file), &matrix); err != nil {
		fmt.Println("matrix:", err)
	}
	fmt.Println("slice", flat)
	fmt.Println("matrix", matrix.RawMatrix().Data)
}
GO
go get codeberg.org/sbinet/npyio@v0.14.0 gonum.org/v1/gonum@v0.17.0 >get.log 2>&1 || { cat get.log; exit 1; }
go mod tidy >get.log 2>&1 || { cat get.log; exit 1; }
go run . | tee out
diff out - <<'WANT'
slice [0 2 4 1 3 5]
matrix [0 1 2 3 4 5]
WANT
echo 'as found on 28 November 2026'
