package data

import (
	"slices"
	"strconv"

	"talbot/sim/errs"
)

// Names are the sets that Talbot knows by name: package get fetches them, and
// package open finds them in a folder of that name.
var Names = []string{"mnist", "fashion-mnist"}

// MaxClasses is the largest number of classes that a set may have: labels have 16 bits.
const MaxClasses = 1 << 16

// CheckName says what is wrong with the name of a data set of a user's own: it goes into
// names of folders, flags and links.
func CheckName(name string) error {
	if name == "" || len(name) > 40 {
		return errs.New("the name of a data set has 1 to 40 characters")
	}
	for i, r := range name {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || i > 0 && (r == '-' || r == '_' || r == '.')) {
			return errs.New(strconv.Quote(name), " is no name of a data set: take letters, digits and, behind the first, - _ .")
		}
	}
	return nil
}

// Shape is that of the pictures of a set that Talbot knows, as Set has it; zeros for a set
// that it does not know.
func Shape(set string) (channels, height, width int) {
	if slices.Contains(Names, set) {
		return 1, 28, 28
	}
	return 0, 0, 0
}

// Fills tells whether the pictures of a set fill their frame with shades of grey, as those
// of things do; strokes of a pen, as of digits, have a margin around them.
func Fills(set string) bool { return set == "fashion-mnist" }

// ClassNames is the names of the ten classes of a set that Talbot knows, by label. A set
// that it does not know has no names of its own: Numbered gives it some.
func ClassNames(set string) []string {
	switch set {
	case "fashion-mnist":
		return []string{"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
			"Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"}
	case "mnist":
		return Numbered(10)
	}
	return nil
}

// Numbered is the names "0" to "n-1".
func Numbered(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = strconv.Itoa(i)
	}
	return names
}

// namesFor is the class names of a set by its labels: those of a set that Talbot knows,
// else numbers up to the largest label.
func namesFor(set string, labels []uint16) []string {
	if names := ClassNames(set); names != nil {
		return names
	}
	most := 0
	for _, v := range labels {
		most = max(most, int(v))
	}
	return Numbered(most + 1)
}
