package main

import (
	"fmt"
	"strconv"
	"strings"
)

// A flag that has two axes takes one value for both or two, "x,y"; its companion with -y
// behind its name is the second one alone.

// lengthPair is a flag of lengths above 0 along x and y; 0 is none.
type lengthPair struct {
	x, y float64
	both bool // y was given
}

func (f *lengthPair) Type() string { return "metres" }

func (f *lengthPair) String() string {
	switch {
	case f.x == 0:
		return ""
	case f.both:
		return lengthText(f.x) + "," + lengthText(f.y)
	}
	return lengthText(f.x)
}

func (f *lengthPair) Set(text string) error {
	first, second, two := strings.Cut(text, ",")
	var x, y lengthFlag
	if err := x.Set(strings.TrimSpace(first)); err != nil {
		return err
	}
	y = x
	if two {
		if err := y.Set(strings.TrimSpace(second)); err != nil {
			return err
		}
	}
	*f = lengthPair{float64(x), float64(y), two}
	return nil
}

// with is the lengths when alone, the companion of flag name, says that along y; either
// is from x0 and y0 where no flag has it.
func (f *lengthPair) with(name string, alone lengthFlag, x0, y0 float64) (x, y float64, err error) {
	x, y = x0, y0
	if f.x > 0 {
		x, y = f.x, f.y
	}
	if alone > 0 {
		if f.both {
			return 0, 0, usage("--%s-y: --%s has a length along y already; leave one out", name, name)
		}
		y = float64(alone)
	}
	return x, y, nil
}

// counts reads two whole numbers of at least least, or one for both, from flag name.
func counts(name, text string, least int) (x, y int, two bool, err error) {
	first, second, two := strings.Cut(text, ",")
	if !two {
		second = first
	}
	read := func(text string) (int, error) {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		switch {
		case err != nil:
			return 0, usage("--%s: %q is not a number of samples such as 64 or 64,48", name, text)
		case n < least:
			return 0, usage("--%s: %d is below %d", name, n, least)
		}
		return n, nil
	}
	if x, err = read(first); err == nil {
		y, err = read(second)
	}
	return x, y, two, err
}

// metresPair reads two lengths, "x,y".
func metresPair(text string) (x, y float64, err error) {
	first, second, two := strings.Cut(text, ",")
	if !two {
		return 0, 0, fmt.Errorf("%q is not two lengths such as 1mm,0", text)
	}
	if x, err = metres(strings.TrimSpace(first)); err == nil {
		y, err = metres(strings.TrimSpace(second))
	}
	return x, y, err
}
