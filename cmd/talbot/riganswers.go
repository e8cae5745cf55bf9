package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"talbot/sim/rundir"
)

// otherwise says in which of their names two objects of JSON differ, and how.
func otherwise(was, is any) string {
	fields := func(v any) (m map[string]json.RawMessage) {
		if b, err := json.Marshal(v); err == nil {
			_ = json.Unmarshal(b, &m)
		}
		return m
	}
	a, b := fields(was), fields(is)
	names := maps.Clone(a)
	maps.Copy(names, b)
	var list []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if old, now := string(a[name]), string(b[name]); old != now {
			list = append(list, name+" was "+cmp.Or(old, "not given")+" and is "+cmp.Or(now, "not given"))
		}
	}
	return strings.Join(list, ", ")
}

// samePlan keeps what a folder is for, in a file of it, or finds that it is for the same.
func samePlan[T comparable](dir, name string, plan T) error {
	file := filepath.Join(dir, name)
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if err := newFolder(dir); err != nil {
			return err
		}
		return rundir.WriteFile(file, indented(plan))
	}
	if err != nil {
		return err
	}
	var was T
	if err := json.Unmarshal(b, &was); err != nil {
		return fmt.Errorf("%s cannot be read: %w: take another folder", file, err)
	}
	if was != plan {
		return usage("%s is of something else (%s): take another folder with --out", dir, otherwise(was, plan))
	}
	return nil
}

// answers is a file of a network's answers by light and in the simulation, a line a picture, to which lines are added.
type answers struct {
	f       *os.File
	w       *csv.Writer
	classes int

	class, simulated, optical []int // of each picture
}

// openAnswers opens a file, or makes it. A last line that was cut off, as when power fails, is taken away.
func openAnswers(name string, names []string) (*answers, error) {
	a := &answers{classes: len(names)}
	head := []string{"picture", "class", "simulated", "optical"}
	for _, side := range head[2:4] {
		for _, n := range names {
			head = append(head, side+" "+n)
		}
	}
	b, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	whole := b[:bytes.LastIndexByte(b, '\n')+1]
	if a.f, err = os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666); err != nil {
		return nil, err
	}
	if err := a.take(whole, head); err != nil {
		a.f.Close()
		return nil, fmt.Errorf("%s: %w: take another folder", name, err)
	}
	if err := a.f.Truncate(int64(len(whole))); err != nil {
		return nil, err
	}
	if _, err := a.f.Seek(0, io.SeekEnd); err != nil {
		return nil, err
	}
	a.w = csv.NewWriter(a.f)
	if len(whole) == 0 {
		return a, a.w.Write(head)
	}
	return a, nil
}

// take reads what is there.
func (a *answers) take(b []byte, head []string) error {
	if len(b) == 0 {
		return nil
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		return err
	}
	if strings.Join(rows[0], ",") != strings.Join(head, ",") {
		return errors.New("these are answers of other classes")
	}
	for i, r := range rows[1:] {
		var v [4]int
		for k := range v {
			if v[k], err = strconv.Atoi(r[k]); err != nil {
				return fmt.Errorf("line %d: %w", i+2, err)
			}
		}
		if v[0] != i || min(v[1], v[2], v[3]) < 0 || max(v[1], v[2], v[3]) >= a.classes {
			return fmt.Errorf("line %d is not of picture %d", i+2, i)
		}
		a.class, a.simulated, a.optical = append(a.class, v[1]), append(a.simulated, v[2]), append(a.optical, v[3])
	}
	return nil
}

// add adds the next picture's.
func (a *answers) add(class int, simulated, optical []float32) error {
	s, o := answerOf(simulated), answerOf(optical)
	row := []string{strconv.Itoa(len(a.class)), strconv.Itoa(class), strconv.Itoa(s), strconv.Itoa(o)}
	for _, v := range [][]float32{simulated, optical} {
		for _, x := range v {
			row = append(row, strconv.FormatFloat(float64(x), 'g', 6, 32))
		}
	}
	a.class, a.simulated, a.optical = append(a.class, class), append(a.simulated, s), append(a.optical, o)
	return a.w.Write(row)
}

// flush has all on the disk.
func (a *answers) flush() error {
	a.w.Flush()
	if err := a.w.Error(); err != nil {
		return fmt.Errorf("the answers cannot be written: %w: make room; the same command goes on", err)
	}
	return a.f.Sync()
}

func (a *answers) close() {
	a.w.Flush()
	a.f.Close()
}

// counted is how many answers are right.
type counted struct {
	Count     int     `json:"count"`
	Simulated float64 `json:"simulated_accuracy"`
	Optical   float64 `json:"optical_accuracy"`
	Same      float64 `json:"same_answer"` // as a share
	// [class][answer]
	SimulatedConfusion []int `json:"simulated_confusion"`
	OpticalConfusion   []int `json:"optical_confusion"`
}

func (a *answers) count() counted {
	k := a.classes
	c := counted{Count: len(a.class), SimulatedConfusion: make([]int, k*k), OpticalConfusion: make([]int, k*k)}
	one := 1 / float64(max(1, c.Count))
	for i, class := range a.class {
		s, o := a.simulated[i], a.optical[i]
		c.SimulatedConfusion[class*k+s]++
		c.OpticalConfusion[class*k+o]++
		if s == class {
			c.Simulated += one
		}
		if o == class {
			c.Optical += one
		}
		if s == o {
			c.Same += one
		}
	}
	return c
}
