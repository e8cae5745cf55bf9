package digest

import (
	_ "embed"
	"encoding/binary"
	"flag"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/fft"
	"talbot/sim/system/diffractive"
)

// updates is how many each run has; its epochs are as many as make its schedules end.
const updates, batch, pictures = 20, 8, 40

var update = flag.Bool("update", false, "write digests.txt anew")

//go:embed digests.txt
var committed string

// run is a preset with other values of some of its parameters.
type run struct {
	preset string
	values string // name=value, separated by spaces
}

func (r run) String() string { return strings.TrimSpace(r.preset + " " + r.values) }

// runs are all presets, and what none of them has: each method, mask, curve, loss,
// optimiser, schedule, read-out, light and number of networks once.
func runs() (all []run) {
	for _, p := range diffractive.Presets() {
		all = append(all, run{p.ID, ""})
	}
	const ideal, device, gumbel = "d2nn-mnist-64", "codesign-mnist-64", "codesign-gumbel"
	for _, v := range []string{
		"mask=amplitude", "optimiser=sgd momentum=0.9 learning-rate=0.5 schedule=step schedule-epochs=1",
		"loss=softmax-mse logits=scale reading=amplitude", "logits=differential reading=amplitude region-size=3",
		"networks=2 layers=1", "networks=10 layers=1 padding=0", "illumination=gaussian waist=0.3e-3 band-limit=true",
		"encoding=phase schedule=cosine", "padding=0 shift=3 flip=true gain=2", "samples=31 image-size=20", "batch=1", "seed=7",
	} {
		all = append(all, run{ideal, v})
	}
	for _, v := range []string{
		"forward=hard", "method=qat-straight init-range=4", "curve=tn-8", "curve=binary,phase-8,slm-16,binary,tn-8", "networks=2 layers=1",
		"curve=states:1@0;0.5@90;0.8@200", "method=qat fit-order=3 init-range=4", "optimiser=sgd learning-rate=0.1 pull=1e-3",
	} {
		all = append(all, run{device, v})
	}
	for _, v := range []string{
		"forward=soft mixing=complex amplitude-gradient=0.5", "forward=soft noise=0 temperature=cosine", "temperature=step",
		"temperature=list temperatures=50:25,1:75", "temperature=exponential curve=tn-8,slm-16,binary,phase-8,slm-8", "mixing=complex loss=cross-entropy",
	} {
		all = append(all, run{gumbel, v})
	}
	return all
}

// small are values that make a preset quick: an image of its bench with a fifth or half
// of the samples, and the same z/(N pitch^2).
func small(c *diffractive.Config) map[string]string {
	k := c.Samples / 32
	if c.Samples%5 == 0 {
		k = 5 // the transforms keep a factor of five
	}
	whole := strconv.Itoa
	return map[string]string{
		"samples": whole(c.Samples / k), "image-size": whole(c.ImageSize / k), "padding": whole(c.Padding / k),
		"region-size": whole(max(2, c.RegionSize/k)), "distance": strconv.FormatFloat(c.Distance/float64(k), 'g', -1, 64),
		"waist": strconv.FormatFloat(c.Waist/float64(k), 'g', -1, 64),
		"batch": whole(batch), "epochs": whole(updates * batch / pictures),
	}
}

// digest trains r on a device and returns the digest of its masks' numbers.
func (r run) digest(dev compute.Device, set *data.Set) (uint64, error) {
	p, err := diffractive.Find(r.preset)
	if err != nil {
		return 0, err
	}
	c := p.Config
	values := small(&c)
	for _, v := range strings.Fields(r.values) {
		name, value, _ := strings.Cut(v, "=")
		values[name] = value
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		q, err := c.Param(name)
		if err != nil {
			return 0, err
		}
		if err := q.Set(values[name]); err != nil {
			return 0, err
		}
	}
	s, err := diffractive.NewSession(dev, c, set)
	if err != nil {
		return 0, err
	}
	before, err := s.Values()
	if err != nil {
		return 0, err
	}
	for range updates {
		if _, err := s.Loop.Next(); err != nil {
			return 0, err
		}
	}
	masks, err := s.Values()
	if err != nil {
		return 0, err
	}
	if same := func(a, b []float32) bool { return slices.Equal(a, b) }; slices.EqualFunc(before, masks, same) {
		return 0, fmt.Errorf("%d updates changed nothing", updates)
	}
	h := fnv.New64a()
	for _, m := range masks {
		for _, x := range m {
			if math.IsNaN(float64(x)) {
				return 0, fmt.Errorf("a mask has numbers that are none")
			}
		}
		if err := binary.Write(h, binary.LittleEndian, m); err != nil {
			return 0, err
		}
	}
	return h.Sum64(), nil
}

// madeUp are pictures of 28 x 28 whose class is the place of a bright bar, by a generator
// of its own: no change elsewhere changes them.
func madeUp() *data.Set {
	const side = 28
	s := &data.Set{Name: "bars", Width: side, Height: side, Images: make([]byte, side*side*pictures), Labels: make([]uint16, pictures)}
	x := uint32(1)
	for i := range s.Images {
		x = 1664525*x + 1013904223
		s.Images[i] = byte(x >> 26)
		label := i / (side * side) % 10
		s.Labels[i/(side*side)] = uint16(label)
		if i%side/2 == label+2 {
			s.Images[i] += 180
		}
	}
	return s
}

// read gives the digests of digests.txt by run and way to compute.
func read(t *testing.T) map[string]map[string]uint64 {
	all := map[string]map[string]uint64{}
	for line := range strings.Lines(committed) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 {
			t.Fatalf("digests.txt: %q is not run, way and digest with tabs between", line)
		}
		v, err := strconv.ParseUint(f[2], 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		if all[f[0]] == nil {
			all[f[0]] = map[string]uint64{}
		}
		all[f[0]][f[1]] = v
	}
	return all
}

func TestMasksKeepTheirBits(t *testing.T) {
	set, want := madeUp(), read(t)
	ways := map[string]compute.Device{"scalar": cpu.OpenScalar(1)}
	if len(fft.Vectors()) > 0 {
		ways[fft.Vectors()[0].Name] = cpu.Open(1)
	}
	all := runs()
	got := map[string]map[string]uint64{}
	for _, way := range slices.Sorted(maps.Keys(ways)) {
		missing := true
		for _, r := range want {
			missing = missing && r[way] == 0
		}
		if missing && !*update {
			t.Logf("%s: there are no digests of it: at a commit that is trusted, write them by -update", way)
			continue
		}
		for i, r := range all {
			if testing.Short() && i%4 != 0 {
				continue
			}
			digest, err := r.digest(ways[way], set)
			if err != nil {
				t.Errorf("%s: %v", r, err)
				continue
			}
			if got[r.String()] == nil {
				got[r.String()] = map[string]uint64{}
			}
			got[r.String()][way] = digest
			if w := want[r.String()][way]; !*update && digest != w {
				t.Errorf("%s, %s: digest of the masks %016x, want %016x", r, way, digest, w)
			}
		}
	}
	if *update && !t.Failed() {
		write(t, all, want, got)
	}
}

// write writes digests.txt; ways that this machine has not keep theirs.
func write(t *testing.T, all []run, old, got map[string]map[string]uint64) {
	var b strings.Builder
	for _, r := range all {
		ways := map[string]uint64{}
		maps.Copy(ways, old[r.String()])
		maps.Copy(ways, got[r.String()])
		for _, way := range slices.Sorted(maps.Keys(ways)) {
			fmt.Fprintf(&b, "%s\t%s\t%016x\n", r, way, ways[way])
		}
	}
	if err := os.WriteFile("digests.txt", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
