package opu_test

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/opu"
)

// numbers are those of a Quality but for the mean, which has no scale of its own, and Memory, which is a largest.
func numbers(q opu.Quality) []float64 {
	return []float64{q.Contrast, q.Moments[0], q.Moments[1], q.Neighbours, q.Circular[0], q.Circular[1], q.Correlation}
}

// Over many media statistics vary around those of developed speckle by the standard deviations in closed form.
func TestDeveloped(t *testing.T) {
	const media, pixels = 300, 4000
	is, off := opu.Developed(pixels)
	want, sigma := numbers(is), numbers(off)
	mean, square := make([]float64, len(want)), make([]float64, len(want))
	for k := range media {
		m := matrix(4, pixels)
		m.Seed = uint64(1000 + k)
		q, err := m.Quality()
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range numbers(q) {
			v = (v - want[i]) / sigma[i]
			mean[i], square[i] = mean[i]+v/media, square[i]+v*v/media
		}
	}
	for i := range want {
		t.Logf("number %d: mean %.3f, mean square %.3f of its deviation", i, mean[i], square[i])
		// a mean square of normal numbers is off by sqrt(2/media); the third moment, of which few pixels make much, by more
		if !(math.Abs(square[i]-1) < 5*math.Sqrt(2./media)) {
			t.Errorf("number %d varies by %.3f of the variance that is said", i, square[i])
		}
		if !(math.Abs(mean[i]) < 5/math.Sqrt(media)) {
			t.Errorf("number %d is off by %.3f of its deviation on average", i, mean[i])
		}
	}
}

// The quality of an ideal matrix is that of developed speckle; of one whose rows are the same, moved, Memory finds it; and
// the medium of four planes comes nearer to the ideal than that of one.
func TestQuality(t *testing.T) {
	const pixels = 40000
	ideal, err := matrix(64, pixels).Quality()
	if err != nil {
		t.Fatal(err)
	}
	is, off := opu.Developed(pixels)
	want, sigma := numbers(is), numbers(off)
	for i, v := range numbers(ideal) {
		if !(math.Abs(v-want[i]) < 5*sigma[i]) {
			t.Errorf("number %d of the ideal matrix is %.4f, want %.4f +- %.4f", i, v, want[i], sigma[i])
		}
	}
	if ideal.Pixels != pixels || !(ideal.Memory < 5*off.Memory && ideal.Memory > 0) {
		t.Errorf("the ideal matrix: %+v", ideal)
	}
	y := matrix(1, 3000).Field([]float32{1}, 0, 3000)
	moved := append(y[7:3000:3000], y[:7]...)
	if m := opu.Memory(y, moved, 3000, 10); !(m > 0.999) {
		t.Errorf("the same light, moved by 7 pixels, correlates by %.4f", m)
	}
	if m := opu.Memory(y, moved, 3000, 6); !(m < 0.1) {
		t.Errorf("the same light, moved by 7 pixels, correlates by %.4f within 6", m)
	}
	var through []opu.Quality
	for _, planes := range []int{4, 1} {
		s := opu.Thick()
		s.Planes = planes
		m, err := s.Open(cpu.Open(1))
		if err != nil {
			t.Fatal(err)
		}
		q, err := m.Quality()
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d planes: %+v", planes, q)
		through = append(through, q)
	}
	if thick, thin := through[0], through[1]; !(thick.Memory < thin.Memory/2) || !(math.Abs(thick.Contrast-1) < 0.1) || !(math.Abs(thick.Correlation) < 0.1) || thick.Pixels != 128*128 {
		t.Errorf("four planes: %+v, one: %+v", thick, thin)
	}
}
