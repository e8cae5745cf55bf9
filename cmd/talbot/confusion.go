package main

import (
	"fmt"
	"strings"
)

// wide is the largest number of classes whose confusion is a table of 80 columns or so.
const wide = 20

// confusionText is which class was taken for which, [classes][answers], a row the true
// class; for many classes, how often each was right and what it was taken for instead. Answers
// behind those of the classes are of none.
func confusionText(confusion []int, classes []string) string {
	var b strings.Builder
	answers := confusionWidth(confusion, classes)
	name, cell := 0, 5
	for _, class := range classes {
		name = max(name, len(class))
	}
	for _, n := range confusion {
		cell = max(cell, len(thousands(n))+2)
	}
	if answers > len(classes) {
		cell = max(cell, len("none")+2)
	}
	if len(classes) > wide {
		return perClass(confusion, classes, name)
	}
	fmt.Fprintf(&b, "\n  %*s", name, "")
	for i := range answers {
		if i < len(classes) {
			fmt.Fprintf(&b, "%*d", cell, i)
		} else {
			fmt.Fprintf(&b, "%*s", cell, "none")
		}
	}
	b.WriteString("   right\n")
	for i, class := range classes {
		fmt.Fprintf(&b, "  %*s", name, class)
		sum := 0
		for _, n := range confusion[i*answers : (i+1)*answers] {
			text := "·"
			if n > 0 {
				text = thousands(n)
			}
			fmt.Fprintf(&b, "%s%s", strings.Repeat(" ", cell-len([]rune(text))), text)
			sum += n
		}
		if sum == 0 { // nothing of this class was tested
			b.WriteString("       -\n")
			continue
		}
		fmt.Fprintf(&b, "   %5.1f %%\n", 100*float64(confusion[i*answers+i])/float64(sum))
	}
	b.WriteString("\n  rows are the true class, columns the answer\n")
	return b.String()
}

// perClass has a line for each class.
func perClass(confusion []int, classes []string, name int) string {
	var b strings.Builder
	k := confusionWidth(confusion, classes)
	fmt.Fprintf(&b, "\n  %*s %8s %9s   most often taken for\n", name, "", "tested", "right")
	for i, class := range classes {
		row, sum, worst := confusion[i*k:(i+1)*k], 0, -1
		for j, n := range row {
			sum += n
			if j != i && n > 0 && (worst < 0 || n > row[worst]) {
				worst = j
			}
		}
		right, instead := "-", ""
		if sum > 0 {
			right = fmt.Sprintf("%.1f %%", 100*float64(row[i])/float64(sum))
		}
		if worst >= 0 {
			called := "none"
			if worst < len(classes) {
				called = classes[worst]
			}
			instead = fmt.Sprintf("   %s (%s)", called, thousands(row[worst]))
		}
		fmt.Fprintf(&b, "  %*s %8s %9s%s\n", name, class, thousands(sum), right, instead)
	}
	return b.String()
}

// confusionWidth is how many answers there are, at least as many as classes.
func confusionWidth(confusion []int, classes []string) int {
	return len(confusion) / max(1, len(classes))
}

// confusionRows are the rows of a confusion, one for each class.
func confusionRows(confusion []int, classes []string) (rows [][]int) {
	n := confusionWidth(confusion, classes)
	for i := range classes {
		rows = append(rows, confusion[i*n:(i+1)*n])
	}
	return rows
}
