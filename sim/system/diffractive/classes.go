package diffractive

import (
	"slices"

	"talbot/sim/data"
	"talbot/sim/experiment"
)

// maxClasses is the largest number of classes that a detector tells apart.
const maxClasses = 4096

// dataSets are the choices of a data set: those that Talbot knows, and the user's own
// that c is for.
func (c *Config) dataSets() []string {
	if slices.Contains(data.Names, c.Data) {
		return data.Names
	}
	return append(slices.Clone(data.Names), c.Data)
}

// Own makes c one for the user's own data set of that name and number of classes. Detector
// regions that would overlap become smaller, which note then says.
func (c *Config) Own(name string, classes int) (note string, err error) {
	if err := data.CheckName(name); err != nil {
		return "", experiment.Wrong("data-set", err.Error())
	}
	if classes > maxClasses {
		return "", experiment.Wrong("classes", itoa(classes)+" classes, and a detector tells "+itoa(maxClasses)+" apart at most: take fewer")
	}
	c.Data, c.Classes = name, classes
	if classes%c.Networks != 0 { // Check says what to do
		return "", nil
	}
	if was, most := c.RegionSize, c.largest(); most > 0 && was > most {
		c.RegionSize = most
		note = "detector regions of " + itoa(was) + " samples would overlap with " + itoa(classes) + " classes: they have " + itoa(most)
	}
	return note, nil
}

// ClassNames are the names of the classes that the detector tells apart: those of a data
// set that Talbot knows, else numbers.
func (c *Config) ClassNames() []string {
	names := data.ClassNames(c.Data)
	if n := c.classes(); n != len(names) {
		return data.Numbered(n)
	}
	return names
}

// classes is their number; of a set that Talbot does not know, and nothing says it, ten.
func (c *Config) classes() int {
	if c.Classes > 0 {
		return c.Classes
	}
	if names := data.ClassNames(c.Data); names != nil {
		return len(names)
	}
	return 10
}

// checkClasses says what is wrong with the number of classes.
func (c *Config) checkClasses() error {
	if n := c.classes(); n%c.Networks != 0 {
		return experiment.Wrong("networks", itoa(n)+" classes cannot be shared evenly among "+itoa(c.Networks)+" networks: take a number that divides them, such as 1")
	}
	return nil
}

// fitsClasses says what is wrong where a set has classes that the detector lacks.
func (c *Config) fitsClasses(set *data.Set) error {
	if have, n := len(set.Classes), c.classes(); have > n {
		return experiment.Wrong("classes", set.Name+" has "+itoa(have)+" classes, and the detector tells "+itoa(n)+" apart: take "+itoa(have))
	}
	return nil
}

// rows are how many classes the rows of a network's detector have, and how many regions
// each class has, one below the other. The layout is as near to a square as the number of
// classes allows; that of ten classes is LightRidge's.
func (c *Config) rows() (each int, rows []int) {
	each = 1
	if c.Logits == "differential" {
		each = 2
	}
	n := c.classes() / c.Networks
	switch {
	case n == 10 && each == 1:
		return each, []int{3, 4, 3}
	case n == 10:
		return each, []int{5, 5}
	case n == 5:
		return each, []int{3, 2}
	case n == 2:
		return each, []int{2}
	}
	count, least := 1, n
	for r := 1; r <= n; r++ {
		if longest := max((n+r-1)/r, each*r); longest < least {
			count, least = r, longest
		}
	}
	for r := range count {
		rows = append(rows, (r+1)*n/count-r*n/count)
	}
	return each, rows
}
