package experiment

import "strconv"

// EachOf is where a parameter of the field Each has its value: First, a *int or *float64, is
// the one for all while All is empty, and else the first. All is the values with commas between.
type EachOf struct {
	First any
	All   *string
}

// Split is the values of a parameter of the field Each, without the space around them: commas
// stand between them, or semicolons.
func (p Param) Split(text string) (parts []string) {
	if p.Each == "" {
		return []string{text}
	}
	from := 0
	for i := 0; i <= len(text); i++ {
		if i == len(text) || text[i] == ',' || text[i] == ';' {
			part := text[from:i]
			for part != "" && part[0] == ' ' {
				part = part[1:]
			}
			for part != "" && part[len(part)-1] == ' ' {
				part = part[:len(part)-1]
			}
			parts, from = append(parts, part), i+1
		}
	}
	return parts
}

// One is the parameter of the field Each as one for a single value, in v or, where that is nil,
// in a place of its own.
func (p Param) One(v any) Param {
	if v == nil {
		v = new(float64)
		if p.Kind == Int {
			v = new(int)
		}
	}
	p.Var, p.Each = v, ""
	return p
}

// setEach is Set: it changes nothing unless all values are good.
func (p Param) setEach(v EachOf, s string) error {
	all := ""
	parts := p.Split(s)
	for i, part := range parts {
		one := p.One(nil)
		if err := one.Set(part); err != nil {
			return err
		}
		if i > 0 {
			all += ","
		}
		all += one.Value()
	}
	if len(parts) == 1 {
		all = ""
	}
	*v.All = all
	return p.One(v.First).Set(parts[0]) // it has been set before, elsewhere
}

// numbers are those of a list, or one for n, where there is none.
func numbers(one float64, list string, n int) (all []float64) {
	if list == "" {
		for range n {
			all = append(all, one)
		}
		return all
	}
	for _, part := range (Param{Each: "number"}).Split(list) {
		x, _ := strconv.ParseFloat(part, 64) // Set has checked it
		all = append(all, x)
	}
	return all
}
