package main

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"talbot/sim/experiment"
	"talbot/sim/optics/npy"
)

// The answers of a run are the same as CSV and NPY, and as many are right as eval says.
func TestAnswers(t *testing.T) {
	dir := t.TempDir()
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	works(t, "train", "sa-2d-rings", "--epochs", "3", "--out", one, "--device", "cpu")
	works(t, "train", "sa-2d-rings", "--epochs", "6", "--out", two, "--device", "cpu")
	table, array := filepath.Join(dir, "a.csv"), filepath.Join(dir, "a.npy")
	said := noted(t, "eval", one, "--device", "cpu", "--answers", table)
	noted(t, "eval", one, "--device", "cpu", "--answers", array)
	f, err := os.Open(table)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(array)
	if err != nil {
		t.Fatal(err)
	}
	a, err := npy.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	v, k := npy.Values[float32](a), len(rows[0])
	if len(a.Shape) != 2 || a.Shape[0] != len(rows)-1 || a.Shape[1] != k || k < 6 {
		t.Fatalf("%d rows of %d columns, and an array of %v", len(rows)-1, k, a.Shape)
	}
	right := 0
	for i, row := range rows[1:] {
		for j, text := range row {
			if x, err := strconv.ParseFloat(text, 32); err != nil || float32(x) != v[i*k+j] {
				t.Fatalf("row %d, %s: %s and %v, %v", i, rows[0][j], text, v[i*k+j], err)
			}
		}
		if row[1] == row[2] {
			right++
		}
		if (row[1] == row[2]) != (row[3] == "1") {
			t.Errorf("row %d is %v", i, row)
		}
	}
	if want := thousands(right) + " of " + thousands(len(rows)-1) + " are right"; !strings.Contains(said, want) {
		t.Errorf("%d are right; eval says\n%s", right, said)
	}
	if _, text, status := call(t, "eval", one, "--answers", table); status == 0 || !strings.Contains(text, "there already") {
		t.Errorf("a file that is there: status %d, %s", status, text)
	}

	several := noted(t, "eval", one, two, "--device", "cpu")
	if strings.Count(several, "sa-2d-rings") != 2 || !strings.Contains(several, "p = ") {
		t.Errorf("two runs give\n%s", several)
	}
	picture := filepath.Join(dir, "both.svg")
	works(t, "figure", one, two, "--out", picture)
	if b, err := os.ReadFile(picture); err != nil || !strings.Contains(string(b), "one") || !strings.Contains(string(b), "two") {
		t.Errorf("the figure does not name both runs: %v", err)
	}
}

// A network of light also tells what its detectors read.
func TestAnswersReadings(t *testing.T) {
	if testing.Short() {
		t.Skip("tests a network")
	}
	file := filepath.Join(t.TempDir(), "a.csv")
	noted(t, "eval", "d2nn-mnist-64", "--data", builtIn, "--device", "cpu", "--answers", file)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if head, _, _ := strings.Cut(string(b), "\n"); strings.Count(head, "logit ") != 10 || strings.Count(head, "reading ") < 10 {
		t.Errorf("the columns are %s", head)
	}
}

// McNemar's exact test by hand: 8 examples differ, 1 of them for the first.
func TestMcNemar(t *testing.T) {
	a, b := &experiment.Evaluation{}, &experiment.Evaluation{}
	for i := range 20 {
		a.Right, b.Right = append(a.Right, i < 1 || i >= 8), append(b.Right, i >= 1)
		a.Truth, b.Truth = append(a.Truth, 1), append(b.Truth, 1)
	}
	if p, ok := mcnemar(a, b); !ok || math.Abs(p-2*9.0/256) > 1e-12 {
		t.Errorf("p = %v, %v; want 18/256", p, ok)
	}
	b.Truth[3] = 0
	if _, ok := mcnemar(a, b); ok {
		t.Error("other examples are compared")
	}
}
