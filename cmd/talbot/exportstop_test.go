package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An export that is stopped says how many of its files there are, all of them whole, and what writes the others.
func TestExportStopped(t *testing.T) {
	for _, c := range []struct {
		after int // Ctrl-C while this file is written; 0 before any
		want  string
		there int
	}{
		{0, "stopped before the end; nothing was kept", 0},
		{2, "stopped with 2 of 3 files in DIR; the same command with --force writes all", 2},
		{3, "", 3},
	} {
		ctx, stop := context.WithCancel(t.Context())
		dir := filepath.Join(t.TempDir(), "out")
		x := exporting{app: &app{out: io.Discard, err: io.Discard}, out: dir}
		written := 0
		write := func(w io.Writer) error {
			if written++; written == c.after {
				stop()
			}
			_, err := io.WriteString(w, "all of it")
			return err
		}
		if c.after == 0 {
			stop()
		}
		_, err := x.keep(ctx, []exportFile{{"mask-1.csv", write}, {"mask-2.csv", write}, {"mask-3.csv", write}})
		stop()
		want := strings.ReplaceAll(c.want, "DIR", dir)
		if (want == "") != (err == nil) || err != nil && (err.Error() != want || !errors.Is(err, context.Canceled)) {
			t.Errorf("after %d files: %v, want %q", c.after, err, want)
		}
		there, _ := os.ReadDir(dir)
		if len(there) != c.there {
			t.Errorf("after %d files: %d are there", c.after, len(there))
		}
	}
	// While the part is tested, too.
	ctx, stop := context.WithCancel(t.Context())
	stop()
	root, dir := (&app{out: io.Discard, err: io.Discard}).root(), filepath.Join(t.TempDir(), "part")
	root.SetArgs([]string{"export", "d2nn-mnist-64", "--as", "heights-csv", "--index", "1.46", "--data", builtIn, "--out", dir})
	if err := root.ExecuteContext(ctx); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "nothing was kept") {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("there is a folder")
	}
}
