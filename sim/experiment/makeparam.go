package experiment

// OneOf is a parameter that is one of some words.
func OneOf(group, name, label, doc string, v *string, choices ...string) Param {
	return Param{Name: name, Label: label, Group: group, Doc: doc, Kind: Choice, Choices: choices, Var: v}
}

// Real is a parameter that is a number from low to high, without a unit.
func Real(group, name, label, doc string, v *float64, low, high float64) Param {
	return Param{Name: name, Label: label, Group: group, Doc: doc, Kind: Float, Min: low, Max: high, Var: v}
}

// Whole is a parameter that is a whole number from low to high.
func Whole(group, name, label, doc string, v *int, low, high float64) Param {
	return Param{Name: name, Label: label, Group: group, Doc: doc, Kind: Int, Min: low, Max: high, Var: v}
}
