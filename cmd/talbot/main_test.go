package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// asTalbot makes the test binary behave as talbot itself, for tests that need a
// process of its own.
const asTalbot = "TALBOT_TEST_AS_TALBOT"

func TestMain(m *testing.M) {
	if os.Getenv(asTalbot) != "" {
		os.Exit(talbot(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// call runs a command line in this process.
func call(t *testing.T, args ...string) (out, err string, status int) {
	t.Helper()
	var o, e bytes.Buffer
	status = talbot(args, &o, &e)
	return o.String(), e.String(), status
}

// works is call for what must succeed; it returns the standard output.
func works(t *testing.T, args ...string) string {
	t.Helper()
	out, err, status := call(t, args...)
	if status != 0 || err != "" {
		t.Fatalf("talbot %s: status %d, stderr %q", strings.Join(args, " "), status, err)
	}
	return out
}

// noted is works where notes may be on the standard error.
func noted(t *testing.T, args ...string) string {
	t.Helper()
	out, err, status := call(t, args...)
	for line := range strings.Lines(err) {
		if !strings.HasPrefix(line, "talbot: note: ") {
			status = failed
		}
	}
	if status != 0 {
		t.Fatalf("talbot %s: status %d, stderr %q", strings.Join(args, " "), status, err)
	}
	return out
}

// tiny are the flags of a run that takes a moment: two masks of 16 x 16, three
// epochs of four updates.
var tiny = []string{"train", "d2nn-mnist-64", "--data", builtIn, "--limit-train", "35", "--limit-test", "20",
	"--samples", "16", "--image-size", "16", "--padding=4", "--region-size", "3", "--distance", "0.024",
	"--layers", "2", "--batch", "10", "--epochs", "3", "--threads", "1"}

// tinyRun trains the tiny run, with more flags, and returns its folder.
func tinyRun(t *testing.T, more ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "run")
	works(t, append(append(append([]string{}, tiny...), "--out", dir), more...)...)
	return dir
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
