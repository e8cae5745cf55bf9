package main

import (
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// isTerminal tells whether somebody looks at w as it is written.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// bold is text for a heading on w.
func bold(w io.Writer, text string) string {
	if !isTerminal(w) || os.Getenv("NO_COLOR") != "" {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}

// terminalWidth is the number of columns of w: 100 at most, which reads well,
// and 80 for what is no terminal.
func terminalWidth(w io.Writer) int {
	if width := columns(w); width > 0 {
		return min(width, 100)
	}
	return 80
}

// columns is how many w has, 0 for what is no terminal.
func columns(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			return width
		}
	}
	return 0
}

// unicodeTerminal tells whether the user's locale has more than ASCII.
func unicodeTerminal() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := os.Getenv(name); v != "" {
			v = strings.ToUpper(v)
			return strings.Contains(v, "UTF-8") || strings.Contains(v, "UTF8")
		}
	}
	return false
}
