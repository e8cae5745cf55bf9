// Command ship puts the masks of finished runs into assets/masks, where the page
// and the native programs find them, each with a record of where it comes from:
//
//	go run ./cmd/internal/ship --data DIR RUN...
//
// The accuracy in the record is that of the shipped bytes, 256 levels of phase, on
// the whole test set in DIR. A run of the page's first preset also gives
// assets/first.bin, the frame that the page shows before its engine runs.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"

	"talbot/assets"
	"talbot/sim/compute/cpu"
	"talbot/sim/data/open"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/optics/npy"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// firstPicture is the picture of the test set in assets that first.bin shows.
const firstPicture = 0

// record is what stands beside the masks.
type record struct {
	Preset     string             `json:"preset"`
	Command    string             `json:"command"`
	Talbot     string             `json:"talbot"`
	Device     string             `json:"device"`
	Data       rundir.Data        `json:"data"`
	Accuracy   float64            `json:"test_accuracy_of_bytes"`
	Interval   [2]float64         `json:"test_interval_of_bytes"` // 95 %, as of experiment.Wilson
	Loss       float64            `json:"test_loss_of_bytes"`
	Efficiency float64            `json:"efficiency_of_bytes"`        // of the light behind the picture
	OfSource   float64            `json:"source_efficiency_of_bytes"` // of the light in front of it
	Epochs     []experiment.Event `json:"epochs"`
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("ship: ")
	dir := flag.String("data", open.Dir(), "folder of the full data sets")
	device := flag.String("device", "cpu", "what the runs were trained on, for the record")
	flag.Parse()
	if flag.NArg() == 0 {
		log.Fatal("usage: go run ./cmd/internal/ship --data DIR RUN...")
	}
	for _, path := range flag.Args() {
		if err := ship(path, *dir, *device); err != nil {
			log.Fatal(err)
		}
	}
}

func ship(path, dir, device string) error {
	run, err := rundir.Open(path)
	if err != nil {
		return err
	}
	_, test, err := open.Load(dir, run.Network().Data)
	if err != nil {
		return err
	}
	c := run.Network()
	c.Batch = 1 // nothing is trained here
	s, err := diffractive.NewSession(cpu.Open(0), c, test)
	if err != nil {
		return err
	}
	if err := run.Load(s); err != nil {
		return err
	}
	masks, err := s.MaskBytes()
	if err != nil {
		return err
	}
	if err := s.SetMaskBytes(masks); err != nil {
		return err
	}
	ev := s.Evaluate(test)
	for more := true; more; {
		if more, err = s.More(ev); err != nil {
			return err
		}
	}
	low, high := ev.Interval()
	r := record{Preset: run.Preset, Command: command(run), Talbot: run.Talbot, Device: device, Data: run.Data,
		Accuracy: ev.Accuracy(), Interval: [2]float64{low, high}, Loss: ev.MeanLoss(), Efficiency: ev.Efficiency, OfSource: ev.SourceEfficiency}
	if r.Epochs, err = run.Metrics(); err != nil {
		return err
	}
	base := filepath.Join("assets", "masks", run.Preset)
	if err := os.MkdirAll(filepath.Dir(base), 0o777); err != nil {
		return err
	}
	err = rundir.WriteFile(base+".npy", func(w io.Writer) error {
		return npy.Write(w, []int{c.Masks(), c.Grid().Ny, c.Grid().Nx}, masks)
	})
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(base+".json", append(text, '\n'), 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %.2f %% of %d pictures with the shipped masks\n", run.Preset, 100*r.Accuracy, ev.Count)
	if run.Preset == diffractive.Presets()[0].ID {
		return first(s)
	}
	return nil
}

// command is what made the run: the preset and the parameters that differ from it.
func command(run *rundir.Dir) string {
	words := []string{"talbot", "train", run.Preset}
	preset, err := diffractive.Find(run.Preset)
	if err != nil {
		return strings.Join(words, " ")
	}
	usual := preset.Config.Params()
	for i, p := range run.Config.Params() {
		if p.Value() != usual[i].Value() {
			words = append(words, "--"+p.Name, p.Value())
		}
	}
	return strings.Join(words, " ")
}

// coarse leaves 8 steps of phase and 32 of light, which nobody can tell apart on
// a small picture, so that the file packs to half.
func coarse(f *frame.Frame) {
	keep := func(a []byte, drop, middle byte) {
		for i, v := range a {
			a[i] = v&^drop + middle
		}
	}
	for i := range f.Planes {
		keep(f.Planes[i].Intensity, 7, 0)
		keep(f.Planes[i].Phase, 31, 16)
	}
	for _, r := range f.Ribbons {
		keep(r.Values, 7, 0)
	}
}

// first writes the page's first picture.
func first(s *diffractive.Session) error {
	_, small, err := open.LoadFS(assets.Data(), s.Config.Data)
	if err != nil {
		return err
	}
	f, err := s.Look(small.Image(firstPicture), int(small.Labels[firstPicture]))
	if err != nil {
		return err
	}
	coarse(f)
	b, err := f.AppendBinary(nil)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join("assets", "first.bin"), b, 0o644)
}
