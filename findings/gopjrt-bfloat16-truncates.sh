#!/usr/bin/env bash
# github.com/gomlx/gopjrt v0.10.0 (Go: its package dtypes/bfloat16, numbers of 16 bits for machine learning).
#
# Input: numbers between two neighbours of bfloat16, and 65,536 weights from 1 to 2, evenly spread.
#
# Guess: the nearer neighbour, as the hardware and the other libraries of this number do; the mean of the weights stays 1.5.
# Seen: always the one nearer to 0: 1.9999999 becomes 1.9921875, where 2 is 16,000 times nearer, and the weights' mean is 1.4961, 0.26 % too small. A NaN
# with its bits in the lower half becomes infinity. No error.
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
	"fmt"
	"math"

	"github.com/gomlx/gopjrt/dtypes/bfloat16"
)

func main() {
	for _, v := range []float32{1.9999999, 1.0077, -1.0077, 255.9, 0.1, math.Float32frombits(0x7f800001)} {
		fmt.Println(v, bfloat16.FromFloat32(v).Float32())
	}
	sum, kept := 0.0, 0.0
	for i := range 1 << 16 {
		v := 1 + (float32(i)+0.5)/(1<<16)
		sum += float64(v)
		kept += float64(bfloat16.FromFloat32(v).Float32())
	}
	fmt.Printf("mean %.4f becomes %.4f\n", sum/(1<<16), kept/(1<<16))
}
GO
go get github.com/gomlx/gopjrt@v0.10.0 >get.log 2>&1 || { cat get.log; exit 1; }
go mod tidy >get.log 2>&1 || { cat get.log; exit 1; }
go run . | tee out
diff out - <<'WANT'
1.9999999 1.9921875
1.0077 1
-1.0077 -1
255.9 255
0.1 0.099609375
NaN +Inf
mean 1.5000 becomes 1.4961
WANT
echo 'as found on 30 November 2026'
