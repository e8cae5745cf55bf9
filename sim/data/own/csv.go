package own

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
)

// maxColumns bounds the columns of a table.
const maxColumns = 1 << 16

// readCSV reads a table with an example in each row: its label is in the column that is
// named, else in one called label, class, target, species or y, else in the only one that
// is no numbers, else in the first. All other columns are numbers. The first row may have
// the columns' names. They are separated by commas, semicolons or tabs.
func readCSV(fsys fs.FS, p, column string) (*found, error) {
	f := &found{split: true, sorted: true}
	if err := readRows(fsys, p, column, &f.learn); err != nil {
		return nil, err
	}
	if test := sibling(fsys, p); test != "" {
		f.split = false
		if err := readRows(fsys, test, column, &f.test); err != nil {
			return nil, err
		}
		if !slices.Equal(f.learn.columns, f.test.columns) && len(f.learn.columns) == len(f.test.columns) {
			return nil, fmt.Errorf("%s and %s name their columns otherwise: make them alike", p, test)
		}
		f.notes = append(f.notes, "the test rows are those of "+test)
	}
	return f, nil
}

func readRows(fsys fs.FS, p, column string, h *half) error {
	b, err := load(fsys, p)
	if err == nil {
		err = h.addRows(b, column)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", p, err)
	}
	return nil
}

// row is a row of text and the line of the file where it begins.
type row struct {
	line   int
	fields []string
}

func rows(b []byte) ([]row, error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	first, _, _ := bytes.Cut(b, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(b))
	r.ReuseRecord, r.TrimLeadingSpace = false, true
	for _, c := range ";\t" {
		if bytes.ContainsRune(first, c) && !bytes.ContainsRune(first, ',') {
			r.Comma = c
			r.TrimLeadingSpace = c != '\t'
		}
	}
	var list []row
	for {
		fields, err := r.Read()
		if err == io.EOF {
			return list, nil
		}
		if errors.Is(err, csv.ErrFieldCount) {
			line, _ := r.FieldPos(0)
			return nil, fmt.Errorf("line %d has %d columns, and the first %d: fill it up, or take it away", line, len(fields), len(list[0].fields))
		}
		if err != nil {
			return nil, fmt.Errorf("%w: mend that line", err)
		}
		if len(fields) > maxColumns {
			return nil, fmt.Errorf("%d columns, and talbot reads %d at most", len(fields), maxColumns)
		}
		line, _ := r.FieldPos(0)
		list = append(list, row{line, fields})
	}
}

// number reads a finite number.
func number(text string) (float64, bool) {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 32)
	return v, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
}

func (h *half) addRows(b []byte, column string) error {
	list, err := rows(b)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return errors.New("it is empty: want a row for each example")
	}
	width := len(list[0].fields)
	if width < 2 {
		return errors.New("it has one column: want a label and at least one feature, separated by commas, semicolons or tabs")
	}
	names := make([]string, width)
	for c := range names {
		names[c] = "column " + strconv.Itoa(c+1)
	}
	if header(list) {
		for c, name := range list[0].fields {
			names[c] = strings.TrimSpace(name)
		}
		list = list[1:]
	} else if column != "" {
		return fmt.Errorf("the column %q is wanted, and the first row has no names: write them into it", column)
	}
	if len(list) == 0 {
		return errors.New("it has a row of names and no examples")
	}
	label, err := labelColumn(names, list, column)
	if err != nil {
		return err
	}
	h.columns = slices.Delete(slices.Clone(names), label, label+1)
	if len(list)*len(h.columns) > maxValues/4 {
		return fmt.Errorf("%d rows of %d features: all together may have %d values; take fewer", len(list), len(h.columns), maxValues/4)
	}
	for _, r := range list {
		for c, text := range r.fields {
			v, ok := number(text)
			if c == label {
				text = strings.TrimSpace(text)
				switch {
				case text == "":
					return fmt.Errorf("line %d has no label in %s: fill it in, or take the line away", r.line, names[c])
				case ok && v != math.Trunc(v):
					return fmt.Errorf("line %d, %s: the label %s is no whole number: name the column of labels behind the file, as in FILE.csv#species", r.line, names[c], text)
				case ok && math.Abs(v) < 1<<24:
					text = strconv.Itoa(int(v)) // 3.0 is 3
				}
				h.labels = append(h.labels, text)
				continue
			}
			if !ok {
				return fmt.Errorf("line %d, %s: %q is no number: want numbers in all columns but that of the labels, %s", r.line, names[c], text, names[label])
			}
			h.features = append(h.features, float32(v))
		}
	}
	return nil
}

// header tells whether the first row has names: it has a text where the next has a number,
// or no number at all, and the next row has one.
func header(list []row) bool {
	numbers, below, instead := 0, 0, 0
	for c, text := range list[0].fields {
		_, is := number(text)
		next := false
		if len(list) > 1 {
			_, next = number(list[1].fields[c])
		}
		if is {
			numbers++
		}
		if next {
			below++
		}
		if next && !is {
			instead++
		}
	}
	return instead > 0 && numbers == 0 || numbers == 0 && below == 0 && len(list) == 1
}

// labelColumn is the number of the column of labels.
func labelColumn(names []string, list []row, column string) (int, error) {
	if column != "" {
		if c := slices.Index(names, column); c >= 0 {
			return c, nil
		}
		return 0, fmt.Errorf("there is no column %q: there are %s", column, strings.Join(names[:min(len(names), 20)], ", "))
	}
	for _, usual := range []string{"label", "labels", "class", "target", "species", "y"} {
		for c, name := range names {
			if strings.EqualFold(name, usual) {
				return c, nil
			}
		}
	}
	text := -1
	for c := range names {
		all := true
		for _, r := range list[:min(len(list), 100)] {
			if _, ok := number(r.fields[c]); ok || strings.TrimSpace(r.fields[c]) == "" {
				all = false
				break
			}
		}
		switch {
		case all && text >= 0:
			return 0, fmt.Errorf("%s and %s are both text: name the column of labels behind the file, as in FILE.csv#%s, and take away the other", names[text], names[c], names[c])
		case all:
			text = c
		}
	}
	return max(text, 0), nil
}
