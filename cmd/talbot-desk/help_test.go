package main

import (
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"

	"talbot/render/lab/display"
)

// The help that is there without a display names the flags that there are.
func TestHelpNamesTheFlags(t *testing.T) {
	c := command()
	c.InitDefaultHelpFlag()
	if got, want := display.Flags, c.LocalFlags().FlagUsages(); got != want {
		t.Errorf("display.Flags is\n%s\nand the flags are\n%s", got, want)
	}
}

// This test's own program stands for the desk: without a display it looks for --help
// before anything else is initialised.
func TestHelpWithoutDisplay(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux looks for a display so early")
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	env := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "DISPLAY=") })
	help := exec.Command(program, "--light", "--help")
	help.Env = env
	if out, err := help.Output(); err != nil || !strings.Contains(string(out), display.Flags) || !strings.Contains(string(out), display.About) {
		t.Errorf("--help: %v, writes\n%s", err, out)
	}
	other := exec.Command(program, "--light")
	other.Env = env
	if out, err := other.CombinedOutput(); err == nil || !strings.Contains(string(out), "there is no display") {
		t.Errorf("without --help: %v, writes\n%s", err, out)
	}
}
