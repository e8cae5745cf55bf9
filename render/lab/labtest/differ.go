package labtest

import (
	"image"
	"image/color"
)

// Differ returns the share of pixels whose 3 x 3 means differ by more than a
// person would notice, and a picture of the differences.
func Differ(got *image.RGBA, want image.Image) (share float64, difference *image.Gray) {
	const seen = 20 // of 255
	difference = image.NewGray(got.Rect)
	bad := 0
	for y := 1; y < got.Rect.Dy()-1; y++ {
		for x := 1; x < got.Rect.Dx()-1; x++ {
			var sum [3]int
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					p := got.RGBAAt(x+dx, y+dy)
					q := color.RGBAModel.Convert(want.At(x+dx, y+dy)).(color.RGBA)
					sum[0] += int(p.R) - int(q.R)
					sum[1] += int(p.G) - int(q.G)
					sum[2] += int(p.B) - int(q.B)
				}
			}
			worst := 0
			for _, s := range sum {
				worst = max(worst, s/9, -s/9)
			}
			difference.SetGray(x, y, color.Gray{uint8(worst)})
			if worst > seen {
				bad++
			}
		}
	}
	return float64(bad) / float64(got.Rect.Dx()*got.Rect.Dy()), difference
}
