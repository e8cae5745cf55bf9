package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"
)

// line is the line of a terminal that shows progress and is drawn again and
// again. For what is no terminal it writes nothing.
type line struct {
	w       io.Writer
	live    bool
	colour  bool
	unicode bool
	last    time.Time
	drawn   bool
}

// redraw is the shortest time between two drawings.
const redraw = 100 * time.Millisecond

func newLine(w io.Writer) *line {
	return &line{w: w, live: isTerminal(w), colour: os.Getenv("NO_COLOR") == "", unicode: unicodeTerminal()}
}

// bar is what the line shows.
type bar struct {
	label string
	share float64 // done, 0 to 1
	notes []string
}

// barWidth is the number of columns of the bar itself.
const barWidth = 28

// draw shows b, unless the last drawing was a moment ago and now is not set.
func (l *line) draw(b bar, now bool) {
	if !l.live || !now && time.Since(l.last) < redraw {
		return
	}
	l.last, l.drawn = time.Now(), true
	text := fmt.Sprintf("  %s  %s  %3.0f %%", b.label, l.strip(b.share), 100*b.share)
	length := utf8.RuneCountInString(b.label) + barWidth + 11
	width := terminalWidth(l.w)
	for _, note := range b.notes {
		// A line that wraps could not be drawn again: leave out what does not fit.
		if length += 3 + utf8.RuneCountInString(note); length >= width {
			break
		}
		text += "   " + note
	}
	fmt.Fprint(l.w, "\r\x1b[K"+text)
}

// strip is the bar, of barWidth columns.
func (l *line) strip(share float64) string {
	full := int(share*barWidth + 0.5)
	full = max(0, min(barWidth, full))
	done, rest := strings.Repeat("=", full), strings.Repeat(".", barWidth-full)
	if l.unicode {
		done, rest = strings.Repeat("━", full), strings.Repeat("─", barWidth-full)
	}
	if l.colour {
		return "\x1b[36m" + done + "\x1b[0m\x1b[2m" + rest + "\x1b[0m"
	}
	return done + rest
}

// clear removes the line, so that other text can be written.
func (l *line) clear() {
	if l.drawn {
		fmt.Fprint(l.w, "\r\x1b[K")
		l.drawn = false
	}
}
