package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
)

var (
	inQuotes = regexp.MustCompile(`"(talbot [^"]+)"`)
	inTicks  = regexp.MustCompile("`(?:[A-Z_]+=\\S+ )?(?:dist/)?(talbot [^`]+)`")
)

// unknown is what is wrong with a command that a text names: a word that is no command, or a flag that it has not.
func unknown(line string) string {
	line, _, _ = strings.Cut(line, " | ")
	words := strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("()[],;", r) })[1:]
	if len(words) == 0 || words[0] == strings.ToUpper(words[0]) || words[0] == "help" { // any command
		return ""
	}
	c, rest, err := (&app{}).root().Find(words)
	if err != nil {
		return err.Error()
	}
	c.InitDefaultHelpFlag()
	if c.HasSubCommands() && len(rest) > 0 && !strings.HasPrefix(rest[0], "-") && rest[0] != strings.ToUpper(rest[0]) {
		if err := c.ValidateArgs(rest[:1]); err != nil { // "speed" and "runs" take words, too
			return err.Error()
		}
	}
	for _, w := range rest {
		name, isFlag := strings.CutPrefix(w, "--")
		if name, _, _ = strings.Cut(name, "="); isFlag && name != "" && c.Flag(strings.TrimRight(name, ".:")) == nil {
			return c.CommandPath() + " has no flag --" + name
		}
	}
	return ""
}

// Every command that a help text, an example or README names is there, with the flags that it is named with.
func TestQuotedCommands(t *testing.T) {
	n := 0
	look := func(where, line string) {
		n++
		if wrong := unknown(strings.Join(strings.Fields(line), " ")); wrong != "" {
			t.Errorf("%s: %q: %s", where, line, wrong)
		}
	}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, m := range inQuotes.FindAllStringSubmatch(c.Long, -1) {
			look(c.CommandPath(), m[1])
		}
		for line := range strings.Lines(c.Example) {
			if strings.HasPrefix(strings.TrimSpace(line), "talbot ") {
				look(c.CommandPath(), line)
			}
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk((&app{}).root())
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range inTicks.FindAllStringSubmatch(string(text), -1) {
			look(filepath.Base(page), m[1])
		}
	}
	if n < 200 {
		t.Errorf("%d commands alone were found", n)
	}
	for _, bad := range []string{"talbot train codesign-qat --display-curve FILE.csv", "talbot rig calibrated", "talbot trains"} {
		if unknown(bad) == "" {
			t.Errorf("nothing is wrong with %q", bad)
		}
	}
}
