#!/usr/bin/env bash
# github.com/bcicen/go-units v1.0.5 (Go: units of length, pressure, energy and others, and a program).
#
# Input: one of each unit of pressure, in pascals, as the air's index of refraction and a vacuum gauge need it.
#
# Guess: bar 100,000, mbar 100, mmHg 133.322, torr 133.322, mmH2O 9.80665, cmH2O 98.0665, atm 101,325.
# Seen: bar is 98,000 and mbar 98. mmHg is 13,332, a hundred torr, and mmH2O 980.665, a hundred times too much. The atmosphere is
# 101,325.27. No error. torr, psi, at and inHg are right.
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

	units "github.com/bcicen/go-units"
)

func main() {
	pascal, err := units.Find("pascal")
	if err != nil {
		panic(err)
	}
	for _, name := range []string{"bar", "mbar", "mmHg", "cmHg", "inHg", "torr", "mmH2O", "cmH2O", "atm", "at", "psi"} {
		unit, err := units.Find(name)
		if err != nil {
			fmt.Println(name, err)
			continue
		}
		value, err := units.ConvertFloat(1, unit, pascal)
		fmt.Println(name, unit.Name, value.Float(), err)
	}
}
GO
go get github.com/bcicen/go-units@v1.0.5 >get.log 2>&1 || { cat get.log; exit 1; }
go run . | tee out
diff out - <<'WANT'
bar bar 98000 <nil>
mbar millibar 98 <nil>
mmHg meter of Mercury 13332.2368421 <nil>
cmHg unit "cmHg" not found
inHg inch of Mercury 3386.38815789 <nil>
torr torr 133.322368421 <nil>
mmH2O meter of Water Column 980.665 <nil>
cmH2O unit "cmH2O" not found
atm standard atmosphere 101325.2738 <nil>
at technical atmosphere 98066.5 <nil>
psi pound-force per square inch 6894.757 <nil>
WANT
echo 'as found on 30 November 2026'
