package diffractive

import (
	"math"

	"talbot/sim/experiment"
)

// overlap says what is wrong where the detector's regions overlap, and which size or
// spread would fit. The longest row or column of them divides the plane, or the middle
// of it.
func (c *Config) overlap() string {
	parts, over := c.parts()
	need := c.RegionSize * parts
	if over >= float64(need) {
		return ""
	}
	n := c.last().Nx
	where := "a plane of " + itoa(n)
	if c.RegionSpread < 1 {
		where = itoa(int(over)) + " of the plane's " + itoa(n)
	}
	size, spread := "", ""
	if most := c.largest(); most > 0 {
		size = "a detector size of at most " + itoa(most)
	}
	if need <= n {
		spread = "a detector spread of at least " + experiment.Short(math.Ceil(100*float64(need)/float64(n)-1e-9)/100)
	}
	take := size + spread
	if size != "" && spread != "" {
		take = size + ", or " + spread
	} else if take == "" {
		take = "more samples"
	}
	return "regions of " + itoa(c.RegionSize) + " samples overlap on " + where + ": take " + take
}

// parts is into how many parts the longest row or column of regions divides so many
// samples.
func (c *Config) parts() (parts int, over float64) {
	each, rows := c.rows()
	parts = each*len(rows) + 1
	for _, n := range rows {
		parts = max(parts, n+1)
	}
	return parts, c.RegionSpread*float64(c.last().Nx) + 1e-9
}

// largest is the largest size of regions that do not overlap; 0 where none fits.
func (c *Config) largest() int {
	parts, over := c.parts()
	return int(over) / parts
}
