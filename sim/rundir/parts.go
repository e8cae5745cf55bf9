package rundir

import (
	"fmt"
	"math"
	"strings"

	"talbot/sim/network"
	"talbot/sim/optics/npy"
	"talbot/sim/train"
)

// describe is what state.json has of a state.
func describe(s *train.State, depth int) (j partJSON, err error) {
	p := s.Progress
	j = partJSON{Epoch: p.Epoch, Index: p.Index, Step: p.Step, Arrays: []string{},
		Sum: sumJSON{Count: p.Sum.Count, Loss: p.Sum.Loss, Correct: p.Sum.Correct}}
	for _, v := range p.Sum.Values {
		j.Sum.Values = append(j.Sum.Values, namedJSON(v))
	}
	for _, a := range s.Arrays {
		j.Arrays = append(j.Arrays, a.Name)
	}
	seen := map[string]bool{}
	for i := range s.Parts {
		part := &s.Parts[i]
		if err := checkPart(part.Key, seen, depth); err != nil {
			return j, err
		}
		below, err := describe(&part.State, depth+1)
		if err != nil {
			return j, err
		}
		below.Key, below.Ended = part.Key, part.Ended
		j.Parts = append(j.Parts, below)
	}
	return j, nil
}

// checkPart says what is wrong with a part's key, among those seen before, and its depth.
func checkPart(key string, seen map[string]bool, depth int) error {
	switch {
	case key == "" || strings.Contains(key, partsSeparator):
		return fmt.Errorf("part %q has no name, or one with a %s", key, partsSeparator)
	case seen[key]:
		return fmt.Errorf("part %q is there twice", key)
	case depth >= deepest:
		return fmt.Errorf("part %q lies deeper than %d others", key, deepest)
	}
	seen[key] = true
	return nil
}

// eachArray calls f with the arrays of a state and of its parts, and the names of their members.
func eachArray(s *train.State, folder string, f func(name string, a *train.Values) error) error {
	for i := range s.Arrays {
		if err := f(folder+s.Arrays[i].Name, &s.Arrays[i]); err != nil {
			return err
		}
	}
	for i := range s.Parts {
		if err := eachArray(&s.Parts[i].State, folder+s.Parts[i].Key+partsSeparator, f); err != nil {
			return err
		}
	}
	return nil
}

// stateOf is the state that j describes, whose arrays are taken out of the members.
func stateOf(j *partJSON, members map[string][]byte, folder string, depth int) (*train.State, error) {
	s := &train.State{Progress: train.Progress{Epoch: j.Epoch, Index: j.Index, Step: j.Step,
		Sum: network.Result{Count: j.Sum.Count, Loss: j.Sum.Loss, Correct: j.Sum.Correct}}}
	if j.Epoch < 0 || j.Index < 0 || j.Step < j.Index || j.Sum.Count < 0 || j.Sum.Correct < 0 || j.Sum.Correct > j.Sum.Count {
		return nil, fmt.Errorf("%s: its progress is impossible", stateMember)
	}
	for _, v := range j.Sum.Values {
		s.Sum.Values = append(s.Sum.Values, network.Named(v))
	}
	for _, name := range j.Arrays {
		v, err := array(members, folder+name)
		if err != nil {
			return nil, err
		}
		v.Name = name
		s.Arrays = append(s.Arrays, v)
	}
	seen := map[string]bool{}
	for i := range j.Parts {
		part := &j.Parts[i]
		if err := checkPart(part.Key, seen, depth); err != nil {
			return nil, fmt.Errorf("%s: %w", stateMember, err)
		}
		below, err := stateOf(part, members, folder+part.Key+partsSeparator, depth+1)
		if err != nil {
			return nil, err
		}
		s.Parts = append(s.Parts, train.Part{Key: part.Key, Ended: part.Ended, State: *below})
	}
	return s, nil
}

// array takes an array out of the members.
func array(members map[string][]byte, name string) (v train.Values, err error) {
	content, ok := members[name+".npy"]
	if !ok {
		return v, fmt.Errorf("it has no array %q, or has it twice", name)
	}
	delete(members, name+".npy")
	a, err := npy.Read(content)
	if err != nil {
		return v, fmt.Errorf("array %q: %w", name, err)
	}
	if a.Type() != "float32" {
		return v, fmt.Errorf("array %q: its values are %s, want float32", name, a.Type())
	}
	v.Shape, v.Data = a.Shape, npy.Values[float32](a)
	for i, x := range v.Data {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			return v, fmt.Errorf("array %q: value %d is %v", name, i, x)
		}
	}
	return v, nil
}
