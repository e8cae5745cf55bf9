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

// The command that a stopped sweep says to go on with is the one that was given, and goes on.
func TestSweepStoppedSaysWholeCommand(t *testing.T) {
	t.Chdir(t.TempDir())
	spec := `{"preset": "d2nn-mnist-64", "set": {"epochs": 1, "layers": 1}, "vary": {"learning-rate": [0.1, 0.3]}, "limit_train": 20, "limit_test": 5}`
	if err := os.WriteFile("rates.json", []byte(spec), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	root := (&app{out: io.Discard, err: io.Discard}).root()
	root.SetArgs([]string{"sweep", "rates.json", "--data", "built-in", "--out", filepath.Join("my runs", "a"), "--workers", "1", "--device", "cpu", "--json"})
	err := root.ExecuteContext(ctx)
	want := "talbot sweep rates.json --data built-in --out 'my runs/a' --workers 1 --device cpu"
	if !errors.Is(err, context.Canceled) || !strings.HasSuffix(err.Error(), want) {
		t.Fatalf("%v, want %s", err, want)
	}
	works(t, "sweep", "rates.json", "--out", "my runs/a", "--data", "built-in", "--workers", "1", "--device", "cpu")
}

// Flags come back as they were given: words quoted, lists joined, those that say no too.
func TestGivenFlags(t *testing.T) {
	for args, want := range map[string]string{
		"sweep|s.json|--force|--out|a b|--json":     " --force --out 'a b'",
		"train|d2nn-mnist-64|--band-limit=false":    " --band-limit=false",
		"reproduce|gumbel-fig2|--seeds|1,3|--quick": " --seeds 1,3 --quick",
		"train|d2nn-mnist-64|--distance|30cm,20cm":  " --distance 30cm,20cm",
		"rig|run|hologram|--virtual|mild|--direct":  " --direct --virtual mild",
	} {
		cmd, rest, err := (&app{}).root().Find(strings.Split(args, "|"))
		if err != nil {
			t.Fatal(err)
		}
		if cmd.ParseFlags(rest) != nil {
			t.Errorf("%s are no flags", args)
		}
		if got := givenFlags(cmd); want != "" && got != want {
			t.Errorf("%s: %q, want %q", args, got, want)
		}
	}
}
