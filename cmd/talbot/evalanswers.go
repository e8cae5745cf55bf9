package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"talbot/sim/compute/kernels"
	"talbot/sim/experiment"
	"talbot/sim/optics/npy"
	"talbot/sim/rundir"
)

// checkAnswers looks at the name of a file of answers; "" is none.
func checkAnswers(file string) error {
	if file == "" {
		return nil
	}
	if ext := strings.ToLower(filepath.Ext(file)); ext != ".csv" && ext != ".npy" {
		return usage("--answers: %s must end in .csv or .npy", file)
	}
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("--answers: %s is there already: choose another name, or delete it first", file)
	}
	return nil
}

// writeAnswers writes a row a picture: its number from 0, its class and the answer as numbers from 0,
// 1 if that is right, the logits and what there is of readings. As CSV there is a line of names first;
// as NPY it is a float32 array [pictures][4 + classes + readings].
func (a *app) writeAnswers(file string, e *experiment.Evaluation, names []string) error {
	n := len(e.Truth)
	if n == 0 {
		return fmt.Errorf("--answers: this network answers with no class, so that there is nothing to write")
	}
	k, r := len(e.Logits)/n, len(e.Readings)/n
	columns := []string{"picture", "class", "answer", "right"}
	for i := range k {
		name := strconv.Itoa(i)
		if i < len(names) {
			name = names[i]
		}
		columns = append(columns, "logit "+name)
	}
	for i := range r {
		columns = append(columns, "reading "+strconv.Itoa(i))
	}
	row := func(i int) []float32 {
		logits := e.Logits[i*k : (i+1)*k]
		top, right := kernels.ArgMax(logits), float32(0)
		if top == int(e.Truth[i]) {
			right = 1
		}
		v := append([]float32{float32(i), float32(e.Truth[i]), float32(top), right}, logits...)
		return append(v, e.Readings[i*r:(i+1)*r]...)
	}
	err := rundir.WriteFile(file, func(w io.Writer) error {
		if strings.EqualFold(filepath.Ext(file), ".npy") {
			all := make([]float32, 0, n*len(columns))
			for i := range n {
				all = append(all, row(i)...)
			}
			return npy.Write(w, []int{n, len(columns)}, all)
		}
		c := csv.NewWriter(w)
		line := columns
		for i := 0; ; i++ {
			if err := c.Write(line); err != nil {
				return err
			}
			if i == n {
				c.Flush()
				return c.Error()
			}
			line = nil
			for _, v := range row(i) {
				line = append(line, strconv.FormatFloat(float64(v), 'g', -1, 32))
			}
		}
	})
	if err != nil {
		return fmt.Errorf("--answers: %w", err)
	}
	if !a.json {
		fmt.Fprintf(a.out, "wrote %s: %s of %s\n", file, several(n, "row"), count(len(columns), "column"))
	}
	return nil
}
