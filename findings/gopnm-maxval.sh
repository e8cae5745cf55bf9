#!/usr/bin/env bash
# github.com/jbuchbinder/gopnm v0.0.0-20220507095634-e31f54490ce0 (a decoder of PNM for Go's
# package image), Go 1.26.
#
# Input: PGM files of cameras with less than 16 bits: maxval 4095 (12 bits in two bytes), and one
# with maxval 100.
#
# Guess: the image is scaled, so that maxval is white, as image.Gray and image.Gray16 mean it.
# Seen: the numbers of the file are put into image.Gray16 and image.Gray as they are. Full scale
# of 12 bits is then 4095 of 65535, 6 % grey, and nothing in the result says what maxval was.
# A 16-bit picture that it writes keeps the upper bytes alone: maxval is always 255.
# Read maxval from the header beside it, or use another reader.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"

	pnm "github.com/jbuchbinder/gopnm"
)

func main() {
	for _, file := range []string{"P5 2 1 4095\n\x08\x00\x0f\xff", "P5 2 1 100\n\x32\x64"} {
		m, err := pnm.Decode(bytes.NewReader([]byte(file)))
		if err != nil {
			panic(err)
		}
		for x := range 2 {
			fmt.Print(color.Gray16Model.Convert(m.At(x, 0)).(color.Gray16).Y, " of 65535 ")
		}
		fmt.Printf("%T\n", m)
	}
	deep := image.NewGray16(image.Rect(0, 0, 2, 1))
	copy(deep.Pix, "\x12\x34\xff\xfe")
	var out bytes.Buffer
	fmt.Println(pnm.Encode(&out, deep, pnm.PGM))
	fmt.Printf("%q\n", out.String())
}
GO
{
	go mod init finding
	go get github.com/jbuchbinder/gopnm@v0.0.0-20220507095634-e31f54490ce0
} >go.log 2>&1 || { cat go.log; exit 1; }
go run . | tee out
diff out - <<'WANT'
2048 of 65535 4095 of 65535 *image.Gray16
12850 of 65535 25700 of 65535 *image.Gray
<nil>
"P5\n2 1\n255\n\x12\xff"
WANT
echo 'as found on 28 November 2026'
