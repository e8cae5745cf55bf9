package modulator

import (
	"math"
	"slices"
	"strconv"

	"talbot/sim/errs"
)

// parseHeader finds the columns of a header. It returns none where the line is no
// header, and says why; with columns, it says why they are in doubt. A remark is one
// only if it has a drive and a phase.
func parseHeader(line string, remark bool) (columns []column, at [phase + 1]int, why string) {
	none := func() ([]column, [phase + 1]int, string) { return nil, at, noHeader(line) }
	for _, sep := range []byte(separators) {
		titles := atMost(split(line, sep), 0)
		if len(titles) < 2 {
			continue
		}
		if sep == ' ' {
			titles = group(titles)
		}
		columns, why = nil, ""
		at = [phase + 1]int{-1, -1, -1, -1, -1}
		soft := "" // doubt that matters only if no column has the amplitude
		for i, title := range titles {
			c, doubt := heading(title)
			columns = append(columns, c)
			if c.role == other {
				if doubt != "" && soft == "" {
					soft = doubt
				}
				continue
			}
			if doubt != "" && why == "" {
				why = doubt
			}
			if k := at[c.role]; k >= 0 && why == "" {
				why = "the columns " + strconv.Quote(cut(columns[k].title)) + " and " + strconv.Quote(cut(title)) + " are the same thing twice: leave one away"
			}
			at[c.role] = i
		}
		if at[drive] < 0 && at[phase] < 0 {
			continue
		}
		known := 0
		for _, c := range columns {
			if c.role != other || c.title == "" {
				known++
			}
		}
		both := at[drive] >= 0 && at[phase] >= 0
		if !both && (remark || sep == ' ') || remark && sep == ' ' && known < len(columns) {
			continue // words, not titles
		}
		if why == "" {
			why = missing(line, columns, at, soft)
		}
		return columns, at, why
	}
	return none()
}

// missing says what columns a table lacks.
func missing(line string, columns []column, at [phase + 1]int, soft string) string {
	switch {
	case at[drive] < 0:
		return noHeader(line) + ": no column is the drive, such as a gray level or a voltage"
	case at[phase] < 0:
		return noHeader(line) + ": no column is the phase; add one of zeros if the display changes none"
	case at[amplitude] >= 0 && at[intensity] >= 0:
		return "there are columns of the amplitude and of the intensity: leave one away"
	case at[amplitude] >= 0 || at[intensity] >= 0:
		return ""
	case soft != "":
		return soft
	}
	for _, c := range columns {
		if c.role == other && c.title != "" {
			return "no column is called amplitude or intensity, and " + strconv.Quote(cut(c.title)) + " is not known: call it so, or leave it away if all light passes"
		}
	}
	return ""
}

// group joins the words of a header with spaces between its columns: as many as give one
// known title, and what stands in brackets behind it.
func group(list []string) (titles []string) {
	for i := 0; i < len(list); {
		best := 1
		title := list[i]
		for k := 1; i+k <= len(list) && k <= 5; k++ {
			joined := list[i]
			for _, w := range list[i+1 : i+k] {
				joined += " " + w
			}
			if c, doubt := heading(joined); c.role != other && doubt == "" {
				best, title = k, joined
			}
		}
		for i+best < len(list) && (open(title) || open(list[i+best]) || bracketed(list[i+best])) {
			title += " " + list[i+best]
			best++
		}
		titles = append(titles, title)
		i += best
	}
	return titles
}

// bracketed tells whether a word stands in brackets.
func bracketed(word string) bool {
	return word != "" && (word[0] == '(' || word[0] == '[' || word[0] == '{')
}

// alone tells whether a word is a title of its own.
func alone(word string) bool {
	c, _ := heading(word)
	return c.role != other
}

// open tells whether a bracket of a title is not closed.
func open(title string) bool {
	depth := 0
	for _, b := range []byte(title) {
		switch b {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		}
	}
	return depth > 0
}

// unitRow takes a line of units below the header.
func (t *table) unitRow(line string) bool {
	for _, sep := range []byte(separators) {
		fields := split(line, sep)
		if len(fields) < 2 || len(fields) > len(t.columns) {
			continue
		}
		columns := slices.Clone(t.columns)
		fits := true
		for i, f := range fields {
			if _, _, number := parseNumber(f); number {
				return false
			}
			outside, inside := words(f)
			list := append(outside, inside...)
			c := &columns[i]
			if c.role == drive || c.role == other || len(list) == 0 {
				fits = fits && !alone(f)
				continue
			}
			unit, why := unitOf(c.role, f, list)
			fits = fits && why == "" && !(unit != 0 && c.unit != 0 && unit != c.unit)
			if unit != 0 {
				c.unit = unit
			}
		}
		if fits {
			t.columns = columns
			return true
		}
	}
	return false
}

const (
	mostPhase   = 100.0       // rad: no pixel turns the light's phase 16 times round
	doubtful    = 4 * math.Pi // rad: more than this, without a unit, may be degrees
	surely      = 8 * math.Pi // rad: and more than this can hardly be radians
	wholeDegree = 2 * math.Pi // whole numbers above this, without a unit, can hardly be radians

	usualLeast = 2.2           // rad: what displays span; beyond, radians without a unit
	usualMost  = 2.5 * math.Pi // deserve a word, as they may be turns, or units of pi, or degrees
)

// finish checks the phases' unit, and notes what was made of the table.
func (t *table) finish(c *Curve) string {
	col := t.columns[t.at[phase]]
	lo, hi := slices.Min(t.phases), slices.Max(t.phases)
	whole := true
	for _, x := range t.phases {
		whole = whole && x == math.Trunc(x)
	}
	if t.assumed = col.unit == 0 && !(t.radians && t.degrees == 0); t.assumed {
		why := ""
		switch {
		case whole && math.Max(-lo, hi) > wholeDegree, hi-lo > surely:
			why = "look like degrees"
		case hi-lo > doubtful:
			why = "may be degrees or radians"
		case t.degrees > 0:
			why = "may be the degrees that line " + strconv.Itoa(t.degrees) + " speaks of"
		}
		if why != "" {
			return "phases from " + errs.Float(lo) + " to " + errs.Float(hi) + ", which " + why + ": write the unit into the header, phase (deg) or phase (rad)"
		}
	}
	unit := col.unit
	if unit == 0 {
		unit = 1
	}
	most := mostPhase
	if unit >= math.Pi {
		most = surely // a table of radians whose title speaks of a range, as 2 pi
	}
	if (hi-lo)*unit > most {
		return "phases from " + errs.Float(lo) + " to " + errs.Float(hi) + ", which do not look like the unit of " + strconv.Quote(cut(col.title)) + ": write the right one into the header"
	}
	for _, s := range c.States {
		if why := s.wrong(); why != "" {
			return why
		}
	}
	t.note(c)
	return ""
}

// note writes down what was made of the table beyond its numbers.
func (t *table) note(c *Curve) {
	add := func(s string) { c.Notes = append(c.Notes, s) }
	if t.at[intensity] >= 0 {
		add("amplitudes are the square roots of " + strconv.Quote(cut(t.columns[t.at[intensity]].title)))
	} else if t.at[amplitude] < 0 {
		add("no column has the amplitude: it is taken as 1 for all levels")
	}
	if unit := t.columns[t.at[phase]].unit; unit != 0 && unit != 1 {
		add("phases are made radians of " + strconv.Quote(cut(t.columns[t.at[phase]].title)) + ": they span " + errs.Float(span(c.States)) + " rad")
	}
	if s := span(c.States); t.assumed && len(c.States) > 1 && (s < usualLeast || s > usualMost) {
		add("phases are taken as radians: they span " + errs.Float(s) + " rad")
	}
	unused := ""
	for _, col := range t.columns {
		if col.role == other && col.title != "" && col.title != "|" {
			if unused != "" {
				unused += ", "
			}
			unused += strconv.Quote(cut(col.title))
		}
	}
	if unused != "" {
		add("not used: " + unused)
	}
}

// span is the difference between the largest and the smallest phase, in rad.
func span(states []State) float64 {
	lo, hi := states[0].Phase, states[0].Phase
	for _, s := range states {
		lo, hi = min(lo, s.Phase), max(hi, s.Phase)
	}
	return hi - lo
}
