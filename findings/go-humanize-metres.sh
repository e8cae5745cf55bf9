#!/usr/bin/env bash
# github.com/dustin/go-humanize v1.1.0 (Go: numbers for people to read; SI writes a number with its unit's prefix, and ParseSI, which its
# documentation calls the way back into a number and a unit, reads it).
#
# Input: 3 m, 2 min, 5 Pa, 1 T, 4 cd and 633 nm, written by SI and read by ParseSI, and what a person may type.
#
# Guess: the same numbers and units; "6.33E-7 m" is 6.33e-7 m, or an error.
# Seen: a unit's first letter is taken for a prefix, though nothing is left behind it or what is left is no unit: 3 m is 0.003 without a unit, 2 min is 0.002 "in",
# 5 Pa is 5e15 "a", 1 T is 1e12. 633 nm, cd and Hz are right. 6.33E-7 m is 6.33e18 "-7 m", and 6.33e-7 m is 6.33 "e-7 m". No error.
# Look at the unit that comes back, or read the number and the unit apart where there is no prefix.
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

	"github.com/dustin/go-humanize"
)

func main() {
	for _, q := range []struct {
		value float64
		unit  string
	}{{3, "m"}, {2, "min"}, {5, "Pa"}, {1, "T"}, {4, "cd"}, {50, "Hz"}, {633e-9, "m"}, {3e-3, "m"}} {
		text := humanize.SI(q.value, q.unit)
		value, unit, err := humanize.ParseSI(text)
		fmt.Printf("%g %s, written %q, read %g %q, %v\n", q.value, q.unit, text, value, unit, err)
	}
	for _, text := range []string{"6.33e-7 m", "6.33E-7 m", "3 metre"} {
		value, unit, err := humanize.ParseSI(text)
		fmt.Printf("%q, read %g %q, %v\n", text, value, unit, err)
	}
}
GO
go get github.com/dustin/go-humanize@v1.1.0 >get.log 2>&1 || { cat get.log; exit 1; }
go run . | tee out
diff out - <<'WANT'
3 m, written "3 m", read 0.003 "", <nil>
2 min, written "2 min", read 0.002 "in", <nil>
5 Pa, written "5 Pa", read 5e+15 "a", <nil>
1 T, written "1 T", read 1e+12 "", <nil>
4 cd, written "4 cd", read 4 "cd", <nil>
50 Hz, written "50 Hz", read 50 "Hz", <nil>
6.33e-07 m, written "633 nm", read 6.33e-07 "m", <nil>
0.003 m, written "3 mm", read 0.003 "m", <nil>
"6.33e-7 m", read 6.33 "e-7 m", <nil>
"6.33E-7 m", read 6.33e+18 "-7 m", <nil>
"3 metre", read 0.003 "etre", <nil>
WANT
echo 'as found on 30 November 2026'
