package modulator

import "unicode/utf8"

// decode makes text of a file: UTF-8, with or without a byte order mark; UTF-16 of
// either order, as spreadsheets write it; or else Latin-1. It says what is wrong with
// files that are no text.
func decode(file []byte) (text, why string) {
	begins := func(with string) bool { return len(file) >= len(with) && string(file[:len(with)]) == with }
	switch {
	case begins("PK\x03\x04"), begins("\xd0\xcf\x11\xe0"):
		return "", "is a spreadsheet or an archive: save the table as CSV"
	case begins("\x93NUMPY"):
		return "", "is an array of NumPy: save the table as text, with numpy.savetxt and a header"
	case begins("\x1f\x8b"):
		return "", "is packed: unpack it with gunzip"
	case begins("\xff\xfe\x00\x00"), begins("\x00\x00\xfe\xff"):
		return "", "is UTF-32: save it as UTF-8"
	case begins("\xff\xfe"):
		return decode16(file[2:], 0)
	case begins("\xfe\xff"):
		return decode16(file[2:], 1)
	case begins("\xef\xbb\xbf"):
		file = file[3:]
	case len(file) >= 4 && file[1] == 0 && file[3] == 0 && file[0] != 0:
		return decode16(file, 0)
	case len(file) >= 4 && file[0] == 0 && file[2] == 0 && file[1] != 0:
		return decode16(file, 1)
	}
	for _, b := range file {
		if b == 0 {
			return "", "is no text: save the table as CSV"
		}
	}
	if t := trim(string(file[:min(80, len(file))])); t != "" && (t[0] == '{' || begins("[[") || begins("[{")) {
		return "", "is JSON: want a table with a line for each level"
	}
	if utf8.Valid(file) {
		return string(file), ""
	}
	latin := make([]byte, 0, 2*len(file))
	for _, b := range file {
		latin = utf8.AppendRune(latin, rune(b))
	}
	return string(latin), ""
}

// decode16 decodes units of two bytes, the low one of which is number low.
func decode16(b []byte, low int) (text, why string) {
	if len(b)%2 != 0 {
		return "", "ends inside a character of UTF-16: it may be cut off"
	}
	out := make([]byte, 0, len(b))
	var high rune // of a pair
	for i := 0; i < len(b); i += 2 {
		r := rune(b[i+low]) | rune(b[i+1-low])<<8
		switch {
		case r == 0:
			return "", "is no text: save the table as CSV"
		case r >= 0xd800 && r < 0xdc00:
			high = r
			continue
		case r >= 0xdc00 && r < 0xe000:
			r = (high-0xd800)<<10 + r - 0xdc00 + 0x10000 // AppendRune writes U+FFFD for what is none
		}
		high = 0
		out = utf8.AppendRune(out, r)
	}
	return string(out), ""
}

// splitLines cuts text at LF, CR LF and CR.
func splitLines(text string) (lines []string) {
	from := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '\n' && text[i] != '\r' {
			continue
		}
		lines = append(lines, text[from:i])
		if text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n' {
			i++
		}
		from = i + 1
	}
	return append(lines, text[from:])
}

// usual is s with the usual space and minus in place of others.
func usual(s string) string {
	return replace(s, func(r rune) rune {
		switch {
		case r == 0xa0, r >= 0x2000 && r <= 0x200b, r == 0x202f, r == 0x3000, r == 0xfeff:
			return ' '
		case r >= 0x2010 && r <= 0x2015, r == 0x2212:
			return '-'
		}
		return r
	})
}

// lower is s in lower case, Latin and Greek. Package unicode would do so for all of
// Unicode, which is too large for the page's engine.
func lower(s string) string {
	return replace(s, func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= 0x391 && r <= 0x3a9 || r == 0xc4 || r == 0xd6 || r == 0xdc {
			return r + 32
		}
		return r
	})
}

func replace(s string, f func(rune) rune) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		out = utf8.AppendRune(out, f(r))
	}
	return string(out)
}

// trim is s without white space at its ends.
func trim(s string) string {
	for s != "" && s[0] <= ' ' {
		s = s[1:]
	}
	for s != "" && s[len(s)-1] <= ' ' {
		s = s[:len(s)-1]
	}
	return s
}

func cut(s string) string {
	if len(s) <= 40 {
		return s
	}
	n := 40
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "..."
}

// separators are what can stand between the values of a line. The first that fits is
// taken: a comma may be a decimal one where there is another.
const separators = ";\t, |"

// split cuts a line at a separator outside of quotes; a space is any white space.
// Values lose their quotes and the white space around them.
func split(line string, sep byte) (fields []string) {
	at := func(i int) bool { return line[i] == sep || sep == ' ' && line[i] == '\t' }
	for i := 0; i <= len(line); i++ {
		for i < len(line) && (line[i] == ' ' || line[i] == '\t' && sep != '\t') {
			i++
		}
		if i == len(line) && sep == ' ' {
			break
		}
		var field []byte
		for quoted := false; i < len(line) && (quoted || !at(i)); i++ {
			if line[i] == '"' {
				quoted = !quoted
				if quoted && i > 0 && line[i-1] == '"' && len(field) > 0 { // two within quotes stand for one
					field = append(field, '"')
				}
				continue
			}
			field = append(field, line[i])
		}
		fields = append(fields, trim(string(field)))
	}
	return fields
}

// atMost leaves out empty fields at the end of those that are more than n.
func atMost(fields []string, n int) []string {
	for len(fields) > n && fields[len(fields)-1] == "" {
		fields = fields[:len(fields)-1]
	}
	return fields
}
