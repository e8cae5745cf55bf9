package experiment

import (
	"slices"
	"strings"
)

// A need is one condition of Param.Needs.
type need struct {
	name   string
	values []string
}

// needs are the conditions of p.
func (p Param) needs() (list []need) {
	for _, word := range strings.Fields(p.Needs) {
		name, values, _ := strings.Cut(word, "=")
		list = append(list, need{name, strings.Split(values, "|")})
	}
	return list
}

// Idle tells whether p does nothing with the other values as they are: name is then the
// parameter that makes it so, of this value, and wants are the values for which it does something.
func Idle(params []Param, p Param) (name, value string, wants []string) {
	for _, n := range p.needs() {
		for _, q := range params {
			if v := q.Value(); q.Name == n.name && !slices.Contains(n.values, v) {
				return q.Name, v, n.values
			}
		}
	}
	return "", "", nil
}
