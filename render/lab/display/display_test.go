//go:build linux

package display

import (
	"strings"
	"testing"
)

func TestSocket(t *testing.T) {
	for name, want := range map[string]string{":0": "0", ":12.1": "12", "unix:3": "3"} {
		if n, local := socket(name); n != want || !local {
			t.Errorf("socket(%q) = %q, %v, want %q on this machine", name, n, local, want)
		}
	}
	for _, name := range []string{"host:0", "10.0.0.1:10.0", ":", ":x"} {
		if n, local := socket(name); local {
			t.Errorf("socket(%q) = %q, on this machine", name, n)
		}
	}
}

func TestMissing(t *testing.T) {
	for display, part := range map[string]string{"": "DISPLAY is not set", ":987654": "does not answer", "elsewhere:0": ""} {
		t.Setenv("DISPLAY", display)
		if why := missing(); (why == "") != (part == "") || !strings.Contains(why, part) {
			t.Errorf("DISPLAY=%q: %q, want %q", display, why, part)
		}
	}
}

func TestAsksHelp(t *testing.T) {
	for line, want := range map[string]bool{
		"desk\x00--help\x00": true, "desk\x00x\x00-h\x00": true,
		"": false, "desk\x00": false, "--help\x00": false, "desk\x00help\x00--helpful\x00": false, "desk\x00--\x00--help\x00": false,
	} {
		if got := asksHelp(line); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}
