#!/usr/bin/env bash
# gonum v0.17.0, package diff/fd, Go 1.26.
#
# Input: the refractive index of BK7 by its Sellmeier formula, its slope and curvature at 633 nm: once of the wavelength in metres,
# once in micrometres.
#
# Guess: both the same to six digits, as the step is taken in proportion to the point.
# Seen: in micrometres all is right, -0.03422 / um. In metres Derivative gives 96 %, 33 % and 104 % of that (Forward, Central and
# Backward), and the curvature is 2400 times too small; no error. The step is 2e-8, 6e-6 or 1e-4 whatever the point is: ten wavelengths.
# The group index of the slab is then 1.522 in place of 1.537. Set Step, or compute in micrometres.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/diff/fd"
)

func microns(um float64) float64 {
	u := um * um
	return math.Sqrt(1 + 1.03961212*u/(u-0.00600069867) + 0.231792344*u/(u-0.0200179144) + 1.01046945*u/(u-103.560653))
}

func metres(m float64) float64 { return microns(m * 1e6) }

func main() {
	for _, f := range []struct {
		name string
		fd.Formula
		unit float64
	}{{"Forward", fd.Forward, 1e-6}, {"Central", fd.Central, 1e-6}, {"Backward", fd.Backward, 1e-6}, {"Central2nd", fd.Central2nd, 1e-12}} {
		set := &fd.Settings{Formula: f.Formula}
		fmt.Printf("%s: %.5f of um, %.5f of m\n", f.name, fd.Derivative(microns, 0.633, set), fd.Derivative(metres, 633e-9, set)*f.unit)
	}
	set := &fd.Settings{Formula: fd.Central}
	fmt.Printf("group index: %.4f of um, %.4f of m\n", microns(0.633)-0.633*fd.Derivative(microns, 0.633, set), metres(633e-9)-633e-9*fd.Derivative(metres, 633e-9, set))
}
GO
{
	go mod init finding
	go get gonum.org/v1/gonum@v0.17.0
} >go.log 2>&1 || { cat go.log; exit 1; }
go run . | tee out
diff out - <<'WANT'
Forward: -0.03422 of um, -0.03287 of m
Central: -0.03422 of um, -0.01142 of m
Backward: -0.03422 of um, -0.03570 of m
Central2nd: 0.14139 of um, 0.00006 of m
group index: 1.5367 of um, 1.5223 of m
WANT
echo 'as found on 30 November 2026'
