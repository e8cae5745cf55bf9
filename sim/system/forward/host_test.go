//go:build !js

package forward

import (
	"testing"

	"talbot/sim/compute/webgpu"
)

// BenchmarkHost is how long the host takes for an update of eight masks on a typical bench, ten pictures each, with a GPU that computes
// nothing: what is left when the GPU is as fast as it likes.
func BenchmarkHost(b *testing.B) {
	c := newCounter()
	s, err := eightOn(webgpu.New(c, webgpu.Tune{}))
	if err != nil {
		b.Fatal(err)
	}
	for range 2 {
		if _, err := s.Next(); err != nil {
			b.Fatal(err)
		}
	}
	c.counts = counts{}
	for b.Loop() {
		if _, err := s.Next(); err != nil {
			b.Fatal(err)
		}
	}
	n := float64(b.N)
	b.ReportMetric(float64(c.submits)/n, "submits/op")
	b.ReportMetric(float64(c.writes)/n, "writes/op")
	b.ReportMetric(float64(c.written)/n, "written-bytes/op")
	b.ReportMetric(float64(c.reads)/n, "reads/op")
	b.ReportMetric(float64(c.launches)/n, "launches/op")
}
