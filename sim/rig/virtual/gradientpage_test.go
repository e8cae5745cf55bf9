package virtual

import (
	"fmt"
	"math"
	"strconv"
)

// gradientHead is the table's first lines: what stands before it in gradient.md is written by hand.
const gradientHead = "| imperfection | mild | typical | bad |\n|---|---|---|---|\n"

// gradientTable is the table of cells.
func gradientTable(cells map[string]string) string {
	page := gradientHead
	for _, name := range append(gradientRows(), againRow) {
		page += "| " + name
		for _, grade := range Grades[1:] {
			value := cells[name+" "+grade]
			if value == "" {
				value = "."
			}
			page += " | " + value
		}
		page += " |\n"
	}
	return page
}

// gradientFigure draws them: a bar for each imperfection and grade.
func gradientFigure(cells map[string]string) string {
	const left, row, width = 150, 22, 420
	names := gradientRows()
	height := row*len(names) + 60
	out := fmt.Sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n", left+width+30, height)
	for k := range 6 {
		x := left + width*k/5
		out += fmt.Sprintf("<path d=\"M%d 20V%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"14\" text-anchor=\"middle\">%.1f</text>\n", x, height-36, x, float64(k)/5)
	}
	colours := [...]string{"#9ecae1", "#3182bd", "#08306b"}
	for i, name := range names {
		y := 24 + row*i
		out += fmt.Sprintf("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", left-6, y+12, name)
		for g, grade := range Grades[1:] {
			if c, err := strconv.ParseFloat(cells[name+" "+grade], 64); err == nil {
				out += fmt.Sprintf("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"5\" fill=\"%s\"/>\n", left, y+6*g, math.Max(c, 0)*width, colours[g])
			}
		}
	}
	for g, grade := range Grades[1:] {
		out += fmt.Sprintf("<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text>\n", left+90*g, height-26, colours[g], left+90*g+14, height-17, grade)
	}
	return out + fmt.Sprintf("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">cosine to the true gradient</text>\n</svg>\n", left+width, height-17)
}
