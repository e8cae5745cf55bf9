package part

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// process is one for tests; its pixel is no whole number of nanometres.
func process(levels int) *Process {
	return &Process{Wavelength: 532e-9, Pitch: 5.3005e-6, Index: 1.46, Ambient: 1, Levels: levels, Turns: 1, Base: 5e-6}
}

// random are levels without a pattern, but for stretches.
func random(n, levels int, seed uint64) []uint16 {
	r := rand.New(rand.NewPCG(seed, 1))
	v := make([]uint16, n*n)
	for i := range v {
		if v[i] = uint16(r.IntN(levels)); i > 0 && r.IntN(3) == 0 {
			v[i] = v[i-1]
		}
	}
	return v
}

// file writes one and says where it is.
func file(t *testing.T, name string, write func(io.Writer) error) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err == nil {
		err = write(f)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// script measures the area of each layer with KLayout, overlaps counted once and twice.
const script = `
import pya, json, os
def measure(path):
    ly = pya.Layout()
    ly.read(path)
    top, = ly.top_cells()
    out = {"dbu": ly.dbu, "areas": {}, "sums": {}, "points": 0}
    for i in ly.layer_indexes():
        info = ly.get_info(i)
        r = pya.Region(top.begin_shapes_rec(i))
        key = "%d/%d" % (info.layer, info.datatype)
        r.merged_semantics = False
        out["sums"][key] = r.area()
        out["points"] = max(out["points"], max((p.num_points() for p in r.each()), default=0))
        r.merged_semantics = True
        out["areas"][key] = r.area()
    return out
print(json.dumps([measure(p) for p in os.environ["PARTS"].split(":")]))
`

type measured struct {
	DBU    float64          `json:"dbu"`
	Areas  map[string]int64 `json:"areas"`
	Sums   map[string]int64 `json:"sums"`
	Points int              `json:"points"`
}

func klayout(t *testing.T, paths []string) (list []measured) {
	t.Helper()
	s := file(t, "area.py", func(w io.Writer) error { _, err := io.WriteString(w, script); return err })
	cmd := exec.Command("klayout", "-b", "-zz", "-r", s)
	cmd.Env = append(os.Environ(), "PARTS="+strings.Join(paths, ":"), "QT_QPA_PLATFORM=offscreen", "HOME="+t.TempDir())
	out, err := cmd.CombinedOutput()
	at := bytes.Index(out, []byte("[{\"dbu"))
	if err != nil || at < 0 {
		t.Fatalf("klayout: %v\n%s", err, out)
	}
	if err := json.Unmarshal(bytes.TrimSpace(out[at:]), &list); err != nil {
		t.Fatalf("klayout says %s: %v", out, err)
	}
	return list
}

func need(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("no %s here: apt-get install %s", program, program)
	}
}

// TestKLayout measures the area of every level in files of every kind.
func TestKLayout(t *testing.T) {
	need(t, "klayout")
	if testing.Short() {
		t.Skip("long")
	}
	var paths, names []string
	var areas [][]int64
	for _, c := range []struct {
		levels int
		l      Layout
		open   bool
	}{{16, Layout{}, false}, {16, Layout{Cells: true}, false}, {16, Layout{Stack: true}, false}, {8, Layout{Stack: true, Cells: true}, false},
		{2, Layout{}, true}, {5, Layout{Cells: true}, true}} {
		p := process(c.levels)
		p.Openings = c.open
		n := 37
		plane := NewPlane(p, random(n, c.levels, 1), n)
		for _, form := range []string{"gds", "oas", "packed.oas"} {
			paths = append(paths, file(t, "a."+form, func(w io.Writer) error {
				if form == "gds" {
					return WriteGDSII(w, plane, c.l)
				}
				return WriteOASIS(w, plane, c.l, form != "oas")
			}))
			names = append(names, fmt.Sprintf("%d levels %+v as %s", c.levels, c.l, form))
			areas = append(areas, c.l.Areas(plane))
		}
	}
	for i, got := range klayout(t, paths) {
		// KLayout divides the unit of OASIS, and is one in the last place beside 0.001.
		if math.Abs(got.DBU-0.001) > 1e-15 || got.Points > 5 {
			t.Errorf("%s: unit %v um, up to %d points a polygon", names[i], got.DBU, got.Points)
		}
		for k, a := range areas[i] {
			if key := fmt.Sprintf("%d/0", k); got.Areas[key] != a || got.Sums[key] != a {
				t.Errorf("%s: layer %s has %d nm2, with overlaps %d, want %d", names[i], key, got.Areas[key], got.Sums[key], a)
			}
		}
	}
}

// admesh is what the program of that name counts.
func admesh(t *testing.T, path string) map[string]float64 {
	t.Helper()
	out, err := exec.Command("admesh", path).CombinedOutput()
	if err != nil {
		t.Fatalf("admesh: %v\n%s", err, out)
	}
	found := map[string]float64{}
	for _, line := range strings.Split(string(out), "\n") {
		for rest := line; ; {
			name, after, ok := strings.Cut(rest, ":")
			if !ok {
				break
			}
			fields := strings.Fields(after)
			if len(fields) == 0 {
				break
			}
			if v, err := strconv.ParseFloat(fields[0], 64); err == nil {
				if _, twice := found[strings.TrimSpace(name)]; !twice {
					found[strings.TrimSpace(name)] = v
				}
			}
			rest = strings.Join(fields[1:], " ")
		}
	}
	if _, ok := found["Volume"]; !ok {
		t.Fatalf("admesh says\n%s", out)
	}
	return found
}

// TestAdmesh checks solids of 4 and 16 levels: no fault, one part, the volume.
func TestAdmesh(t *testing.T) {
	need(t, "admesh")
	n := 60
	if !testing.Short() {
		n = 180 // 200 with its margin
	}
	for _, sloped := range []bool{false, true} {
		p := process(16)
		p.Wavelength, p.Pitch, p.Base = 0.75e-3, 0.4e-3, 0.5e-3
		levels := random(n, 16, 3)
		if sloped { // joined from centre to centre, equal heights alone have the volume of the steps
			clear(levels)
		}
		plane := NewPlane(p, levels, n)
		path := file(t, "a.stl", func(w io.Writer) error { return WriteSTL(w, plane, sloped) })
		got := admesh(t, path)
		for name, v := range got {
			if strings.HasPrefix(name, "Facets ") || strings.HasSuffix(name, "edges") || strings.HasSuffix(name, "fixed") || name == "Total disconnected facets" || name == "Degenerate facets" {
				if v != 0 {
					t.Errorf("sloped %v: %s: %v", sloped, name, v)
				}
			}
		}
		// admesh adds in single precision; the same facets in double are held to 1e-6.
		want := plane.Volume()
		if got["Number of parts"] != 1 || !sloped && math.Abs(got["Volume"]/want-1) > 1e-4 {
			t.Errorf("sloped %v: %v parts of %v mm3, want %v", sloped, got["Number of parts"], got["Volume"], want)
		}
		if v := volumeOf(t, path); !sloped && math.Abs(v/want-1) > 1e-6 {
			t.Errorf("its facets enclose %v mm3, want %v", v, want)
		}
	}
}

// volumeOf is what the facets of a file enclose, in double precision.
func volumeOf(t *testing.T, path string) (volume float64) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for f := 84; f < len(b); f += 50 {
		var v [3][3]float64
		for c := range v {
			for k := range v[c] {
				v[c][k] = float64(math.Float32frombits(binary.LittleEndian.Uint32(b[f+12+12*c+4*k:])))
			}
		}
		p, q, r := v[0], v[1], v[2]
		volume += (p[0]*(q[1]*r[2]-q[2]*r[1]) + p[1]*(q[2]*r[0]-q[0]*r[2]) + p[2]*(q[0]*r[1]-q[1]*r[0])) / 6
	}
	return volume
}
