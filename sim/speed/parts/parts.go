// Package parts has the cases that "talbot speed parts" times: files of masks that are made,
// and KLayout's Python doing the same.
package parts

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"talbot/sim/part"
	"talbot/sim/rng"
)

// Case is one file of a mask of n x n pixels with 16 heights by chance.
type Case struct {
	Name  string
	N     int
	Most  int64 // bytes that it may have; 0 for any
	write func(w io.Writer, p *part.Plane) error
	// Rival is what KLayout's script writes of the same: gds or oas; "" for nothing.
	Rival string
}

// Cases are all of them.
var Cases = []Case{
	{"GDSII", 1200, 90e6, func(w io.Writer, p *part.Plane) error { return part.WriteGDSII(w, p, part.Layout{}) }, "gds"},
	{"GDSII, cells", 1200, 40e6, func(w io.Writer, p *part.Plane) error { return part.WriteGDSII(w, p, part.Layout{Cells: true}) }, ""},
	{"OASIS", 1200, 8e6, func(w io.Writer, p *part.Plane) error { return part.WriteOASIS(w, p, part.Layout{}, false) }, ""},
	{"OASIS, compressed", 1200, 5e6, func(w io.Writer, p *part.Plane) error { return part.WriteOASIS(w, p, part.Layout{}, true) }, "oas"},
	{"STL", 200, 0, func(w io.Writer, p *part.Plane) error { return part.WriteSTL(w, p, false) }, ""},
	{"STL", 1200, 0, func(w io.Writer, p *part.Plane) error { return part.WriteSTL(w, p, false) }, ""},
}

// Plane is the mask of a case. It keeps a byte a pixel, as a mask that is read would.
func (c Case) Plane() *part.Plane {
	p := &part.Process{Wavelength: 532e-9, Pitch: 5e-6, Index: 1.46, Ambient: 1, Levels: 16, Turns: 1, Base: 1e-3}
	levels, u := make([]uint8, c.N*c.N), make([]float32, c.N)
	for y := range c.N {
		rng.Stream{Seed: 1, Stream: rng.Init}.Uniform(uint32(y), u)
		for x, v := range u {
			levels[y*c.N+x] = uint8(16 * v)
		}
	}
	return part.PlaneOf(p, c.N, func(y int, to []uint16) {
		for x, k := range levels[y*c.N : (y+1)*c.N] {
			to[x] = uint16(k)
		}
	})
}

// Write writes the file of a plane, and returns its size.
func (c Case) Write(path string, p *part.Plane) (int64, error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	if err = c.write(f, p); err != nil {
		f.Close()
		return 0, err
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if e := f.Close(); err == nil {
		err = e
	}
	return size, err
}

//go:embed klayout.py
var script []byte

// Rival is what KLayout's script says of one run.
type Rival struct {
	Version string  `json:"version"`
	Seconds float64 `json:"seconds"` // from the levels in memory to the file, without the start of KLayout
	CPU     float64 `json:"cpu"`     // of them, those that a processor worked
	Peak    int64   `json:"peak"`
	Bytes   int64   `json:"bytes"`
}

// KLayout runs the script on a plane, in a folder.
func KLayout(dir string, p *part.Plane, form string) (*Rival, error) {
	side := p.Side()
	levels, row := make([]byte, 0, side*side), make([]uint16, side)
	for y := range side {
		p.Row(y, row)
		for _, k := range row {
			levels = append(levels, byte(k))
		}
	}
	in, py, out := filepath.Join(dir, "levels"), filepath.Join(dir, "klayout.py"), filepath.Join(dir, "klayout."+form)
	if err := os.WriteFile(in, levels, 0o644); err != nil {
		return nil, err
	}
	if err := os.WriteFile(py, script, 0o644); err != nil {
		return nil, err
	}
	cmd := exec.Command("klayout", "-b", "-zz", "-r", py)
	cmd.Env = append(os.Environ(), "LEVELS="+in, "OUT="+out, fmt.Sprintf("SIDE=%d", side), fmt.Sprintf("MARGIN=%d", p.Margin()), fmt.Sprintf("PITCH=%.0f", p.Pitch*1e9), "QT_QPA_PLATFORM=offscreen", "HOME="+dir)
	text, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("klayout: %w: %s", err, text)
	}
	r := &Rival{}
	line := strings.TrimSpace(string(text))
	return r, json.Unmarshal([]byte(line[strings.LastIndex(line, "\n")+1:]), r)
}

// Solid is what admesh says of an STL.
type Solid struct {
	Faults int     `json:"faults"` // open and wrong edges, facets and normals that it would change
	Parts  int     `json:"parts"`
	Volume float64 `json:"volume_mm3"` // in single precision
}

// Admesh checks a solid.
func Admesh(path string) (*Solid, error) {
	out, err := exec.Command("admesh", path).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("admesh: %w: %s", err, out)
	}
	s := &Solid{Parts: -1}
	for _, line := range strings.Split(string(out), "\n") {
		for rest := line; ; {
			name, after, ok := strings.Cut(rest, ":")
			f := strings.Fields(after)
			if !ok || len(f) == 0 {
				break
			}
			rest = strings.Join(f[1:], " ")
			var v float64
			if _, err := fmt.Sscan(f[0], &v); err != nil {
				continue
			}
			switch name = strings.TrimSpace(name); {
			case name == "Number of parts":
				s.Parts = int(v)
			case name == "Volume":
				s.Volume = v
			case strings.HasSuffix(name, "fixed"), strings.HasSuffix(name, "removed"), strings.HasSuffix(name, "added"), strings.HasSuffix(name, "reversed"),
				name == "Degenerate facets", name == "Total disconnected facets", name == "Backwards edges":
				s.Faults += int(v)
			}
		}
	}
	if s.Parts < 0 {
		return nil, fmt.Errorf("admesh says %s", out)
	}
	return s, nil
}
