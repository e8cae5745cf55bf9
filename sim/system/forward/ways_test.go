//go:build (linux || darwin) && (amd64 || arm64)

package forward

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/dawn"
	"talbot/sim/fft/wgsl"
)

// way is a choice for a GPU's passes, to be measured beside others.
type way struct {
	text string
	tune webgpu.Tune
}

// raced are the ways of BenchmarkWays, and what is used now.
var (
	raced  = []way{{"usual", webgpu.Tune{}}}
	rounds = flag.Int("rounds", 3, "of -bench Ways: how many times each way has its turn")
)

func init() {
	flag.Func("way", "of -bench Ways, as often as there are ways: words such as\n"+
		"\"wide=4 columns=4 banks=straight join ahead line=8.10.10/100 rowline=8.10.10/100 rowthreads=200 rowsplit rowjoin\", or the name of a tuning of package dawn", func(text string) error {
		w := way{text: text}
		for _, word := range strings.Fields(text) {
			if err := w.set(word); err != nil {
				return err
			}
		}
		raced = append(raced, w)
		return nil
	})
}

func (w *way) set(word string) (err error) {
	t := &w.tune
	name, value, _ := strings.Cut(word, "=")
	number := func(to *int) {
		if *to, err = strconv.Atoi(value); err != nil || *to < 1 {
			err = fmt.Errorf("%s: want %s=NUMBER", word, name)
		}
	}
	line := func(to *map[int]wgsl.Line) {
		var l wgsl.Line
		if l, err = parseLine(value); err == nil {
			*to = maps.Clone(*to)
			if *to == nil {
				*to = map[int]wgsl.Line{}
			}
			(*to)[l.N] = l
		}
	}
	switch name {
	case "wide":
		number(&t.Wide)
	case "columns":
		number(&t.Columns)
	case "rowthreads":
		number(&t.RowThreads)
	case "reuse":
		number(&t.Reuse)
	case "banks":
		i := slices.Index([]string{"usual", "gap", "straight", "turned"}, value)
		if i < 0 {
			return fmt.Errorf("%s: want gap, straight or turned", word)
		}
		t.Banks = webgpu.Banks(i)
	case "line":
		line(&t.ColumnLines)
	case "rowline":
		line(&t.RowLines)
	case "join":
		t.ColumnJoin = true
	case "ahead":
		t.Ahead = true
	case "rowsplit":
		t.RowSplit = true
	case "rowjoin":
		t.RowJoin = true
	default:
		i := slices.IndexFunc(dawn.Tunings, func(t dawn.Tuning) bool { return t.Name == word })
		if i < 0 {
			return fmt.Errorf("there is no word %q for a way", word)
		}
		w.tune = dawn.Tunings[i].Tune
	}
	return err
}

// parseLine reads a line such as 8.10.10/100: radices and threads.
func parseLine(text string) (wgsl.Line, error) {
	l, bad := wgsl.Line{N: 1}, errors.New("want a line such as 8.10.10/100, which is radices and threads, not "+text)
	radices, threads, ok := strings.Cut(text, "/")
	var err error
	if l.Threads, err = strconv.Atoi(threads); !ok || err != nil || l.Threads < 1 {
		return l, bad
	}
	for _, word := range strings.Split(radices, ".") {
		r, err := strconv.Atoi(word)
		if err != nil || r < 2 {
			return l, bad
		}
		l.Radices, l.N = append(l.Radices, r), l.N*r
	}
	return l, nil
}

// Words say a way.
func TestWays(t *testing.T) {
	var w way
	for _, word := range []string{"wide-4-gap", "line=8.10.10/100", "line=20.20/20", "ahead", "wide=2"} {
		if err := w.set(word); err != nil {
			t.Fatal(err)
		}
	}
	if l := w.tune.ColumnLines; w.tune.Wide != 2 || w.tune.Banks != webgpu.Gap || !w.tune.Ahead || l[800].Threads != 100 || !slices.Equal(l[400].Radices, []int{20, 20}) || w.tune.RowLines != nil {
		t.Errorf("%+v", w.tune)
	}
	for _, bad := range []string{"wide", "wide=0", "banks=x", "line=8.10.10", "rowline=8.x/5", "nothing"} {
		if w.set(bad) == nil {
			t.Errorf("%q is taken for a word", bad)
		}
	}
}

// BenchmarkWays is how long an update of BenchmarkEight takes on a GPU by what is used and by each -way, in turns, and what its passes
// take: of each way the least of its rounds, of an update and of each kind of pass, of which those that bind other amounts of memory are another. Passes over
// columns are told, and others that take a hundredth of all.
func BenchmarkWays(b *testing.B) {
	clock := clockedGPU(b)
	type runner struct {
		way
		*Session
		seconds float64
		passes  map[string]*pass
	}
	var all []*runner
	for _, w := range raced {
		clock.SetTune(w.tune)
		began := time.Now()
		s, err := eightOn(clock)
		if err != nil {
			b.Fatal(w.text, ": ", err)
		}
		all = append(all, &runner{way: w, Session: s})
		for range 3 { // of which the first makes what the others use
			if _, err := s.Next(); err != nil {
				b.Fatal(w.text, ": ", err)
			}
		}
		clock.wait(b, s)
		fmt.Printf("%s: ready in %.1f s\n", w.text, time.Since(began).Seconds())
	}
	const updates = 20
	for range *rounds {
		for _, r := range all {
			clock.SetTune(r.tune)
			began := time.Now()
			for range updates {
				if _, err := r.Next(); err != nil {
					b.Fatal(err)
				}
			}
			clock.wait(b, r.Session)
			if t := time.Since(began).Seconds() / updates; r.seconds == 0 || t < r.seconds {
				r.seconds = t
			}
			clock.on, clock.passes = true, map[string]*pass{}
			if _, err := r.Next(); err != nil {
				b.Fatal(err)
			}
			clock.on = false
			if r.passes == nil {
				r.passes = clock.passes
			}
			for k, p := range clock.passes {
				if q := r.passes[k]; q == nil || p.seconds < q.seconds {
					r.passes[k] = p
				}
			}
		}
	}
	for _, r := range all {
		sum, columns, rows := 0.0, 0.0, 0.0
		for _, p := range r.passes {
			sum += p.seconds
			switch {
			case strings.Contains(p.label, "(columns)"):
				columns += p.seconds
			case strings.Contains(p.label, "(rows"):
				rows += p.seconds
			}
		}
		fmt.Printf("%s: an update %.4f s; its passes %.4f s, of which columns %.2f ms, rows %.2f ms\n", r.text, r.seconds, sum, 1e3*columns, 1e3*rows)
		for _, p := range slices.SortedFunc(maps.Values(r.passes), func(a, b *pass) int { return cmp.Compare(b.seconds, a.seconds) }) {
			if p.seconds > sum/100 || strings.Contains(p.label, "(columns)") {
				fmt.Printf("%9.3f ms %5d runs %8.1f us each  %s\n", 1e3*p.seconds, p.runs, 1e6*p.seconds/float64(p.runs), p.label)
			}
		}
	}
}
