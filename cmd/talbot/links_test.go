package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	inBrackets = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading    = regexp.MustCompile(`(?m)^#+ (.*)$`)
	noAnchor   = regexp.MustCompile(`[^a-z0-9 -]`)
)

// What the README, the pages in docs and those of records link to is there, headings too, and the README leads to every page in docs.
func TestLinks(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	linked := map[string]bool{}
	for _, page := range pages {
		follow(t, page)
	}
	for _, target := range follow(t, "../../README.md") {
		linked[target] = true
	}
	for _, page := range pages {
		if !linked[page] {
			t.Errorf("README.md does not lead to %s", page)
		}
	}
	if len(pages) < 5 {
		t.Errorf("there are %d pages in docs", len(pages))
	}
}

// The first page of records leads to every other one and names every experiment.
func TestRecordPages(t *testing.T) {
	const folder = "../../sim/reproduce/records"
	pages, err := filepath.Glob(folder + "/*.md")
	if err != nil || len(pages) < 2 {
		t.Fatal(pages, err)
	}
	first := filepath.Join(folder, "README.md")
	linked := map[string]bool{first: true}
	for _, page := range pages {
		for _, target := range follow(t, page) {
			linked[target] = linked[target] || page == first
		}
	}
	for _, page := range pages {
		if !linked[page] {
			t.Errorf("%s does not lead to %s", first, page)
		}
	}
	text := contents(t, first)
	for _, r := range reproductions() {
		if !strings.Contains(text, "`"+r.id+"`") {
			t.Errorf("%s does not name %s", first, r.id)
		}
	}
}

func contents(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Error(err)
	}
	return string(text)
}

// follow returns the files that a page links to, and fails where one or its heading is not there.
func follow(t *testing.T, page string) (targets []string) {
	t.Helper()
	for _, m := range inBrackets.FindAllStringSubmatch(contents(t, page), -1) {
		if strings.Contains(m[1], "://") {
			continue
		}
		file, anchor, _ := strings.Cut(m[1], "#")
		target := page
		if file != "" {
			target = filepath.Join(filepath.Dir(page), file)
		}
		if _, err := os.Stat(target); err != nil {
			t.Errorf("%s links to %s, which is not there", page, m[1])
			continue
		}
		targets = append(targets, target)
		found := anchor == ""
		if !found {
			for _, h := range heading.FindAllStringSubmatch(contents(t, target), -1) {
				found = found || strings.ReplaceAll(noAnchor.ReplaceAllString(strings.ToLower(h[1]), ""), " ", "-") == anchor
			}
		}
		if !found {
			t.Errorf("%s links to %s, which has no such heading", page, m[1])
		}
	}
	return targets
}
