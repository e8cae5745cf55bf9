package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"talbot/sim/speed/parts"
)

// partRow is one file of "talbot speed parts".
type partRow struct {
	Event  string       `json:"event"`
	Suite  string       `json:"suite"`
	Case   string       `json:"case"`
	N      int          `json:"n"`
	By     string       `json:"by"`
	Unit   string       `json:"unit"`
	Times  int          `json:"samples"`
	Time   partTime     `json:"time"`
	Bytes  int64        `json:"bytes"`
	CPU    partTime     `json:"cpu_time"`             // of Time, what a processor worked: the rest is waiting for others
	Peak   int64        `json:"peak_bytes,omitempty"` // most memory of the process
	Ratio  float64      `json:"ratio,omitempty"`      // of a rival: how many times Talbot's, of the time that a processor worked
	Solid  *parts.Solid `json:"admesh,omitempty"`
	Volume float64      `json:"volume_mm3,omitempty"`
}

type partTime struct {
	Median float64 `json:"median"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

func timeOf(seconds []float64) partTime {
	s := slices.Sorted(slices.Values(seconds))
	return partTime{s[len(s)/2], s[0], s[len(s)-1]}
}

// parts times the files of masks that are made, and KLayout's Python beside them if it is there.
func (b *benchmark) parts(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "talbot-parts")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if b.json {
		err := b.machine("one " + runtime.GOARCH + " core")
		if err != nil {
			return err
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	rows := 0
	show := func(r partRow) error {
		rows++
		r.Event, r.Suite, r.Unit = "row", "parts", "file"
		if b.json {
			return b.write(r)
		}
		_, err := fmt.Fprintln(b.out, r.text())
		return err
	}
	for _, c := range parts.Cases {
		p := c.Plane()
		path := filepath.Join(dir, "talbot")
		r := partRow{Case: c.Name, N: c.N, By: "talbot", Times: b.samples}
		debug.FreeOSMemory()
		resetPeak()
		var ours, oursCPU, theirs, theirsCPU []float64
		var rival *parts.Rival
		for range b.samples {
			if err := ctx.Err(); err != nil {
				return stopped{"stopped; the rows above are whole"}
			}
			start, used := time.Now(), processorTime()
			if r.Bytes, err = c.Write(path, p); err != nil {
				return err
			}
			ours, oursCPU = append(ours, time.Since(start).Seconds()), append(oursCPU, processorTime()-used)
			r.Peak = max(r.Peak, peakMemory("self"))
			if c.Rival == "" || b.rival == "none" {
				continue
			}
			if rival, err = parts.KLayout(dir, p, c.Rival); err != nil {
				return err
			}
			theirs, theirsCPU = append(theirs, rival.Seconds), append(theirsCPU, rival.CPU)
			resetPeak()
		}
		r.Time, r.CPU = timeOf(ours), timeOf(oursCPU)
		if strings.HasPrefix(c.Name, "STL") {
			r.Volume = p.Volume()
			if c.N <= 200 && b.rival != "none" {
				if r.Solid, err = parts.Admesh(path); err != nil {
					return err
				}
			}
		}
		if err := show(r); err != nil {
			return err
		}
		if rival != nil {
			t := timeOf(theirsCPU)
			if err := show(partRow{Case: c.Name, N: c.N, By: rival.Version + ", Python", Times: b.samples, Time: timeOf(theirs), CPU: t, Bytes: rival.Bytes, Peak: rival.Peak, Ratio: t.Median / r.CPU.Median}); err != nil {
				return err
			}
		}
	}
	if b.json {
		return b.write(struct {
			Event string `json:"event"`
			Rows  int    `json:"rows"`
		}{"done", rows})
	}
	return nil
}

func (r partRow) text() string {
	s := fmt.Sprintf("%-18s %4d x %-4d  %-24s %7.2f s (%.2f s of a core)  %6.1f MB  peak %4.0f MB", r.Case, r.N, r.N, r.By, r.Time.Median, r.CPU.Median, float64(r.Bytes)/1e6, float64(r.Peak)/1e6)
	if r.Ratio > 0 {
		s += fmt.Sprintf("  %.1f x", r.Ratio)
	}
	if r.Solid != nil {
		s += fmt.Sprintf("\n%19sadmesh: %s, %s, volume %.6g of %.6g mm3", "", count(r.Solid.Faults, "fault"), count(r.Solid.Parts, "part"), r.Solid.Volume, r.Volume)
	}
	return s
}

// resetPeak has peakMemory begin anew, where the system can.
func resetPeak() { os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// machine writes the line of a record that says where and when it is made.
func (a *app) machine(device string) error {
	return a.write(struct {
		Event    string `json:"event"`
		CPU      string `json:"cpu"`
		Device   string `json:"device"`
		Platform string `json:"platform"`
		Go       string `json:"go"`
		Version  string `json:"version"`
		Date     string `json:"date"`
		Command  string `json:"command"`
		Load     string `json:"load"`
	}{"machine", processor(), device, runtime.GOOS + "/" + runtime.GOARCH, runtime.Version(), build(), time.Now().UTC().Format(time.RFC3339),
		"talbot " + strings.Join(os.Args[1:], " "), load()})
}
