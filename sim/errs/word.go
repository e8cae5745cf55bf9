package errs

// Word is text as one word of a command line, which a shell reads as it is: in quotes
// where it has blanks or other signs that a shell takes for more than text.
func Word(text string) string {
	plain := text != ""
	quoted := "'"
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		case r == '_', r == '.', r == '/', r == ':', r == '=', r == '@', r == ',', r == '+', r == '%', r == '-':
		default:
			plain = false
		}
		if r == '\'' {
			quoted += `'\'`
		}
		quoted += string(r)
	}
	if plain {
		return text
	}
	return quoted + "'"
}
