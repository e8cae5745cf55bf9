package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// line is the line of a terminal that shows progress and is drawn again and
// again. For what is no terminal it writes nothing, or, where every is set, a line of its own for what is drawn once
// that has passed. It may be used from several goroutines.
type line struct {
	mu      sync.Mutex
	w       io.Writer
	live    bool
	colour  bool
	unicode bool
	last    time.Time
	drawn   bool
	every   time.Duration
}

// redraw is the shortest time between two drawings.
const redraw = 100 * time.Millisecond

func newLine(w io.Writer) *line {
	return &line{w: w, live: isTerminal(w), colour: os.Getenv("NO_COLOR") == "", unicode: unicodeTerminal()}
}

// newLog is newLine for long work, of which a log has a line each minute.
func newLog(w io.Writer) *line {
	l := newLine(w)
	l.every, l.last = time.Minute, time.Now()
	return l
}

// bar is what the line shows.
type bar struct {
	label string
	share float64 // done, 0 to 1
	notes []string
}

// The bar itself has most columns, or fewer down to least where the notes need the room.
const most, least = 28, 8

// draw shows b, unless the last drawing was a moment ago and now is not set.
func (l *line) draw(b bar, now bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.live && l.every > 0 && time.Since(l.last) >= l.every {
		l.last = time.Now()
		fmt.Fprintln(l.w, strings.Join(append([]string{fmt.Sprintf("%s: %.0f %% done", strings.TrimSpace(b.label), 100*b.share)}, b.notes...), ", "))
	}
	if !l.live || !now && time.Since(l.last) < redraw {
		return
	}
	l.last, l.drawn = time.Now(), true
	fmt.Fprint(l.w, "\r\x1b[K"+l.text(b, terminalWidth(l.w)))
}

// text is the line for a terminal of so many columns.
func (l *line) text(b bar, width int) string {
	length := utf8.RuneCountInString(b.label) + 11
	room := width - 1 - length
	for _, note := range b.notes {
		room -= 3 + utf8.RuneCountInString(note)
	}
	strip := max(least, min(most, room))
	length += strip
	text := fmt.Sprintf("  %s  %s  %3.0f %%", b.label, l.strip(b.share, strip), 100*b.share)
	for _, note := range b.notes {
		// A line that wraps could not be drawn again: leave out what does not fit.
		if length += 3 + utf8.RuneCountInString(note); length >= width {
			break
		}
		text += "   " + note
	}
	return text
}

// strip is the bar, of so many columns.
func (l *line) strip(share float64, columns int) string {
	full := int(share*float64(columns) + 0.5)
	full = max(0, min(columns, full))
	done, rest := strings.Repeat("=", full), strings.Repeat(".", columns-full)
	if l.unicode {
		done, rest = strings.Repeat("━", full), strings.Repeat("─", columns-full)
	}
	if l.colour {
		return "\x1b[36m" + done + "\x1b[0m\x1b[2m" + rest + "\x1b[0m"
	}
	return done + rest
}

// clear removes the line, so that other text can be written.
func (l *line) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.drawn {
		fmt.Fprint(l.w, "\r\x1b[K")
		l.drawn = false
	}
}
