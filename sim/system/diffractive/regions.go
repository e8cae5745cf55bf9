package diffractive

import (
	"talbot/sim/compute/kernels"
	"talbot/sim/detect"
)

// DetectorRegion is a region of the last plane and what its reading speaks for.
type DetectorRegion struct {
	Network int // that it is behind, from 0
	Class   int
	Against bool // it speaks against its class, as the second region of one does
	kernels.Region
}

// Regions are the detector regions of all networks, in the order of the readings.
func (c *Config) Regions() []DetectorRegion {
	d := c.detector()
	each, _ := c.rows()
	n := len(d.Regions)
	var list []DetectorRegion
	for network := range c.Networks {
		for k, r := range d.Regions {
			list = append(list, DetectorRegion{network, (network*n + k) / each, k%each == 1, r})
		}
	}
	return list
}

// detector is that of one network.
func (c *Config) detector() detect.Detector {
	each, rows := c.rows()
	d := detect.Detector{Grid: c.last(), Regions: detect.Rows(c.last(), c.RegionSize, c.RegionSpread, each, rows...)}
	if c.Reading == "amplitude" {
		d.Quantity = detect.Amplitude
	}
	return d
}
