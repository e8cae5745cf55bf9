#!/usr/bin/env bash
# gonum v0.17.0, package interp, Go 1.26.
#
# Input: five points of y = x^2 on 0..4, asked at 5, one step beyond the last point.
#
# Guess: a spline goes on by its last polynomial, and its derivative fits its values.
# Seen: all cubic interpolators hold the last value beyond the ends (16 at 5), but
# PredictDerivative gives the slope at the end (8 for three of them), so the derivative is not that of
# the function: between 5 and 6 the value does not change at all. A gradient step that leaves a
# calibration curve's range is told that going on helps. Set the slope to zero outside by hand.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"gonum.org/v1/gonum/interp"
)

type curve interface {
	interp.Fitter
	interp.DerivativePredictor
}

func main() {
	x, y := []float64{0, 1, 2, 3, 4}, []float64{0, 1, 4, 9, 16}
	for _, c := range []curve{&interp.AkimaSpline{}, &interp.FritschButland{}, &interp.NotAKnotCubic{}, &interp.NaturalCubic{}} {
		if err := c.Fit(x, y); err != nil {
			panic(err)
		}
		fmt.Printf("%T: %.3f and %.3f at 5 and 6, slope %.3f\n", c, c.Predict(5), c.Predict(6), c.PredictDerivative(5))
	}
}
GO
{
	go mod init finding
	go get gonum.org/v1/gonum@v0.17.0
} >go.log 2>&1 || { cat go.log; exit 1; }
go run . | tee out
diff out - <<'WANT'
*interp.AkimaSpline: 16.000 and 16.000 at 5 and 6, slope 8.000
*interp.FritschButland: 16.000 and 16.000 at 5 and 6, slope 8.000
*interp.NotAKnotCubic: 16.000 and 16.000 at 5 and 6, slope 8.000
*interp.NaturalCubic: 16.000 and 16.000 at 5 and 6, slope 7.429
WANT
echo 'as found on 28 November 2026'
