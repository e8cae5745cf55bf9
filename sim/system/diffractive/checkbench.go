package diffractive

import (
	"math"

	"talbot/sim/detect"
	"talbot/sim/experiment"
)

// What follows notes benches that run but cannot learn, or hardly: each method is one
// reason, and gives "" where it does not apply.

// notSteered notes light that moves too little for masks to send it to a detector. Over
// all hops it must get from one region at least to the next.
func (c *Config) notSteered() string {
	reach := c.kept()
	apart := c.apart()
	all := c.moves()
	if c.Uneven() {
		if all >= math.Max(1, apart) {
			return ""
		}
		return "light at the steepest angle moves " + experiment.Short(all) + " samples of the detector sideways over all gaps, less than the " + experiment.Short(apart) +
			" from one detector to the next: masks can hardly send light from one to the other; take longer distances, or a finer pitch"
	}
	if reach >= 1 && all >= apart {
		return ""
	}
	said := "light at the steepest angle moves " + experiment.Short(reach) + " samples sideways over " + experiment.Length(c.Distance)
	if reach < 1 {
		said += ", so that each pixel lights only the one behind it: no mask can send light to a detector"
	} else {
		said += " and " + experiment.Short(all) + " over all " + itoa(c.gaps()) + ", less than the " + experiment.Short(apart) + " from one detector to the next: masks can hardly send light from one to the other"
	}
	return said + c.farther(math.Max(1, apart/float64(c.gaps()))*1.5)
}

// moves is how far sideways the steepest light that the band limit keeps moves over all gaps,
// in samples of the detector.
func (c *Config) moves() float64 {
	if !c.Uneven() {
		return float64(c.gaps()) * c.kept()
	}
	sum := 0.0
	for _, h := range c.hops() {
		sum += c.evenly(h).kept() * h.from.Dx
	}
	return sum / c.last().Dx
}

// farther is the advice of a distance over which the steepest light moves by so many
// samples, if a distance does it.
func (c *Config) farther(samples float64) string {
	one := *c
	one.Distance = 1
	p, err := c.Param("distance")
	each := one.Spread()
	if err != nil || !(each > 0) || math.IsInf(each, 1) {
		return ""
	}
	if d := samples / each; d > c.Distance && d <= p.Max {
		return "; from a distance of " + experiment.Length(d) + " on it moves " + experiment.Short(samples)
	}
	return "; no distance up to " + experiment.Length(p.Max) + " is enough: take a finer pitch"
}

// regions are those of one network's detector.
func (c *Config) regions() detect.Detector {
	each, rows := c.rows()
	g := c.last()
	return detect.Detector{Grid: g, Regions: detect.Rows(g, c.RegionSize, c.RegionSpread, each, rows...)}
}

// apart is the least distance, in samples, along an axis between the middles of two of
// the detector's regions; 0 where there is one.
func (c *Config) apart() float64 {
	least := math.Inf(1)
	regions := c.regions().Regions
	for i, a := range regions {
		for _, b := range regions[:i] {
			x, y := math.Abs(float64(a.X0-b.X0)), math.Abs(float64(a.Y0-b.Y0))
			least = math.Min(least, math.Max(x, y))
		}
	}
	if math.IsInf(least, 1) {
		return 0
	}
	return least
}

// dark notes detector regions that no light of the picture reaches.
func (c *Config) dark() string {
	// In samples of the detector, from the axis.
	source, last := c.PlaneAt(0), c.last()
	scale, middle := source.Dx/last.Dx, last.Nx/2
	from, to := float64((source.Nx-c.ImageSize)/2-source.Nx/2)*scale, float64((source.Nx+c.ImageSize)/2-source.Nx/2)*scale
	all := c.moves()
	if c.Padding == 0 { // light that leaves comes back on the other side
		return ""
	}
	number, farthest := 0, 0
	regions := c.regions().Regions
	for _, r := range regions {
		off := max(from-float64(r.X1-middle), float64(r.X0-middle)-to, from-float64(r.Y1-middle), float64(r.Y0-middle)-to, 0)
		if off > all {
			number++
			farthest = max(farthest, int(off))
		}
	}
	if number == 0 {
		return ""
	}
	return itoa(number) + " of " + itoa(len(regions)) + " detectors stay dark: they are up to " + itoa(farthest) + " samples beside the picture, and light moves at most " +
		experiment.Short(all) + " over all hops; take a larger picture, a smaller detector spread or a longer distance"
}

// leaves notes light that spreads so far that next to nothing of it arrives.
func (c *Config) leaves() string {
	reach, n := c.Spread(), float64(c.Samples)
	if reach < leaving*n || math.IsInf(reach, 1) {
		return ""
	}
	said := "light at the steepest angle moves " + experiment.Short(reach) + " samples sideways over " + experiment.Length(c.Distance) + ", and the plane has " + itoa(c.Samples) +
		": most of the light leaves the bench at every hop"
	one := *c
	one.Distance = 1
	if d := n / one.Spread(); d > 0 {
		said += "; over " + experiment.Length(d) + " it would move " + itoa(c.Samples)
	}
	return said
}

// leaving is how many times the plane the steepest light moves when most of it leaves.
const leaving = 4

// beamMisses notes a beam that lights little of the picture.
func (c *Config) beamMisses() string {
	if c.Illumination != "gaussian" {
		return ""
	}
	lit := 2 * c.Waist / c.Pitch
	if 4*lit >= float64(c.ImageSize) {
		return ""
	}
	return "the beam is " + experiment.Short(lit) + " samples wide, and the picture " + itoa(c.ImageSize) + ": most of the picture stays dark; a waist of " +
		experiment.Length(float64(c.ImageSize)*c.Pitch/2) + " would light it"
}

// unseen notes pictures that the light hardly carries. Those of the data sets have 28 x
// 28 pixels.
func (c *Config) unseen() string {
	const pixels = 28
	switch {
	case c.Encoding == "phase" && c.PhaseDepth < 0.3:
		return "a white pixel adds only " + experiment.Short(c.PhaseDepth) + " rad, so that the light hardly carries the picture; a phase depth of 3.14 is half a wave"
	case c.ImageSize < 6:
		return "the picture is " + itoa(c.ImageSize) + " samples wide, which show little of its " + itoa(pixels) + " pixels"
	case c.Shift > pixels/4:
		return "pictures of " + itoa(pixels) + " pixels that are moved by up to " + itoa(c.Shift) + " are often moved out of sight; a shift of 2 is usual"
	}
	return ""
}
