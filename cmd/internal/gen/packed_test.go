package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"talbot/render/colormap"
)

// The tables of the page are those of render/colormap, to the byte.
func TestTablesUnpack(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("needs Node to run the page's tables")
	}
	if _, err := os.Stat("../../../site/colormaps.js"); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"phase": "colormaps", "intensity": "colormaps", "gray": "colormaps", "diverging": "panel/diverging", "hues": "panel/hues"} {
		m, ok := colormap.ByName(name)
		if !ok {
			t.Fatal("no map named", name)
		}
		var want strings.Builder
		for _, c := range m {
			fmt.Fprintf(&want, "%02x%02x%02x", c.R, c.G, c.B)
		}
		script := fmt.Sprintf("import { %s as m } from './site/%s.js'; console.log(Buffer.from(m).toString('hex'))", name, file)
		cmd := exec.Command(node, "--input-type=module", "-e", script)
		cmd.Dir = "../../.."
		got, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, got)
		}
		if strings.TrimSpace(string(got)) != want.String() {
			t.Errorf("%s of site/%s.js is not that of render/colormap: run go run ./cmd/internal/gen", name, file)
		}
	}
}

// A map that jumps is refused, not written wrong.
func TestPackedRefusesJumps(t *testing.T) {
	var m colormap.Map
	m[9].G = 200
	if text, err := packed(&m); err == nil {
		t.Errorf("packed a jump of 200 as %.40q", text)
	}
}
