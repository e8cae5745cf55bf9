package part

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"io"
	"sort"
	"strings"
)

// pageStyle is that of the sheet's page, which is meant for paper.
const pageStyle = `body{font:11pt/1.4 sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#111}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}td,th{border-bottom:1px solid #bbb;padding:.2rem .6rem .2rem 0;text-align:left;vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}figure{display:inline-block;margin:0 1rem 1rem 0;break-inside:avoid}
img{width:13rem;image-rendering:pixelated;border:1px solid #888}tr{break-inside:avoid}figcaption{font-size:9pt}.wide{overflow-x:auto}
@media print{body{margin:0;max-width:none}}`

// WritePage writes the sheet as a page that can be printed, with a picture of each plane.
func (s *Sheet) WritePage(w io.Writer, made []Made) error {
	var b strings.Builder
	title := "Part for " + s.Preset
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>%s</title>\n<style>%s</style>\n<h1>%s</h1>\n<p>%s, %s.</p>\n",
		html.EscapeString(title), pageStyle, html.EscapeString(title), count(len(s.Files), "mask"), html.EscapeString("from "+s.Masks))
	b.WriteString("<table>")
	row := func(name, format string, v ...any) {
		fmt.Fprintf(&b, "<tr><th>%s<td>%s\n", html.EscapeString(name), html.EscapeString(fmt.Sprintf(format, v...)))
	}
	row("Files", "%s", s.Form)
	row("Wavelength", "%s", length(s.Wavelength))
	if !s.Openings {
		row("Refractive index at the wavelength", "%g", s.Index)
		row("Ambient index", "%g", s.Ambient)
		row("Base", "%s", length(s.Base))
		row("Maximum relief", "%s in %d levels of %s", length(s.Relief), s.Levels, length(s.Step))
		row("Heights wrap", "after a phase of %g turns; one turn is %s", s.Turns, length(s.Turn))
	} else {
		row("Openings", "%d shares of a pixel", s.Levels)
	}
	row("Pixel", "%s", length(s.Pitch))
	row("Clear aperture", "%s x %s, %d x %d pixels", length(s.Aperture), length(s.Aperture), s.N, s.N)
	row("Part", "%s x %s, margin %d pixels, of which %d are the rim", length(float64(s.N+2*s.Margin)*s.Pitch), length(float64(s.N+2*s.Margin)*s.Pitch), s.Margin, s.Rim)
	if k := s.Kernel; k != nil {
		row("Blur of the process", "kernel of %d x %d pixels", k.N, k.N)
	}
	if a := s.Accuracy; a != nil {
		row("Accuracy as trained", "%.2f %% of %d pictures of %s", 100*a.Trained, a.Pictures, a.Set)
		row("Accuracy of the part, rounded", "%.2f %%", 100*a.Rounded)
		if a.Blurred != nil {
			row("Accuracy of the part, rounded and blurred", "%.2f %%", 100**a.Blurred)
		}
	} else {
		row("Accuracy of the part", "not tested")
	}
	b.WriteString("</table>\n<h2>What is what</h2>\n<table>")
	var keys []string
	for k := range s.Say {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		row(strings.ToUpper(k[:1])+k[1:], "%s", s.Say[k])
	}
	b.WriteString("</table>\n<h2>Masks</h2>\n<div class=\"wide\"><table><tr><th>File<th>z<th>Clipped<th>Rounded<th>Error, rms<th>at most<th>Edges moved by\n")
	for _, f := range s.Files {
		rms, most := length(f.RMSHeight), length(f.MaxHeight)
		if s.Openings {
			rms, most = fmt.Sprintf("%.3g", f.RMSAmplitude), fmt.Sprintf("%.3g", f.MaxAmplitude)
		}
		fmt.Fprintf(&b, "<tr><td>%s<td class=n>%s<td class=n>%d of %d<td class=n>%d<td class=n>%s<td class=n>%s<td class=n>%s\n",
			html.EscapeString(f.Name), length(f.Place), f.Clipped, f.Pixels, f.Rounded, rms, most, length(f.Edge))
	}
	b.WriteString("</table></div>\n")
	for _, n := range s.Notes {
		fmt.Fprintf(&b, "<p>%s\n", html.EscapeString(n))
	}
	for i, m := range made {
		picture, err := m.Plane.picture()
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "<figure><img alt=\"mask %s\" src=\"data:image/png;base64,%s\"><figcaption>%s, as in its file: white is the last level</figcaption></figure>\n",
			html.EscapeString(s.Files[i].Mask), base64.StdEncoding.EncodeToString(picture), html.EscapeString(m.File))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// pictureSide is about the most pixels of a plane's picture.
const pictureSide = 400

// picture is a plane as a grey PNG, with pixels left out where it has many.
func (p *Plane) picture() ([]byte, error) {
	every := max(1, p.Side()/pictureSide)
	n := p.Side() / every
	m, row := image.NewGray(image.Rect(0, 0, n, n)), make([]uint16, p.Side())
	for y := range n {
		p.Row(y*every, row)
		for x := range n {
			m.SetGray(x, y, color.Gray{Y: byte(p.Grey(row[x*every], 8))})
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, m)
	return b.Bytes(), err
}

// length is a length with its unit.
func length(m float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{1, "m"}, {1e-3, "mm"}, {1e-6, "\u00b5m"}, {1e-9, "nm"}} {
		if m >= u.size*0.9995 {
			return fmt.Sprintf("%.5g %s", m/u.size, u.name)
		}
	}
	return fmt.Sprintf("%.3g nm", m*1e9)
}

func count(n int, what string) string {
	if n == 1 {
		return "One " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
