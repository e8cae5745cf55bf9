package experiment

import (
	"math"
	"strconv"
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
	where := "a plane of " + itoa(c.Samples)
	if c.RegionSpread < 1 {
		where = itoa(int(over)) + " of the plane's " + itoa(c.Samples)
	}
	size, spread := "", ""
	if most := c.largest(); most > 0 {
		size = "a detector size of at most " + itoa(most)
	}
	if need <= c.Samples {
		spread = "a detector spread of at least " + short(math.Ceil(100*float64(need)/float64(c.Samples)-1e-9)/100)
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
	return parts, c.RegionSpread*float64(c.Samples) + 1e-9
}

// largest is the largest size of regions that do not overlap; 0 where none fits.
func (c *Config) largest() int {
	parts, over := c.parts()
	return int(over) / parts
}

// short formats x with three significant digits, and from 100 to a million whole.
func short(x float64) string { return digits(x, 3) }

// digits formats x with so many significant digits; numbers below a million have all of
// theirs before the point.
func digits(x float64, n int) string {
	if a := math.Abs(x); a >= 100 && a < 1e6 && n <= 3 {
		return strconv.FormatFloat(math.Round(x), 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', n, 64)
}

// length formats metres with the prefix that suits them, and three digits.
func length(m float64) string { return prefixed(m, 3) }

// prefixed is length with at most so many digits.
func prefixed(m float64, n int) string {
	if m == 0 {
		return "0 m"
	}
	name, unit := " nm", 1e-9
	for _, u := range []struct {
		name string
		m    float64
	}{{" km", 1e3}, {" m", 1}, {" mm", 1e-3}, {" µm", 1e-6}} {
		if math.Abs(m) >= u.m {
			name, unit = u.name, u.m
			break
		}
	}
	return digits(m/unit, n) + name
}
