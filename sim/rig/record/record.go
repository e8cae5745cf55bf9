// Package record keeps all that a procedure does with a bench, and what comes of it, and plays it again without the bench: to look
// at later, and as a test of a procedure against what real devices once did.
//
// A recording is a folder: bench.json is the bench and what its devices said of themselves; events.jsonl has a line for
// each call, in their order; levels.bin are the levels of the panels' pictures, 2 bytes each, and counts.bin the counts of the
// frames, float32, both with the low byte first. All is written as it happens, so that what was recorded until a power
// failure can be played.
package record

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"

	"talbot/sim/rig"
	"talbot/sim/rig/open"
)

// about is bench.json.
type about struct {
	Bench   open.File
	Panels  []rig.SLMInfo
	Cameras []rig.CameraInfo
}

// event is a line of events.jsonl.
type event struct {
	Do       string  `json:"do"` // show, configure, start, flush, grab or now
	Device   int     `json:"device"`
	Seq      uint64  `json:"seq,omitempty"` // of a picture or a frame
	Time     float64 `json:"time,omitempty"`
	Exposure float64 `json:"exposure,omitempty"`
	Asked    float64 `json:"asked,omitempty"` // the exposure
	Cut      bool    `json:"incomplete,omitempty"`
	Full     int     `json:"saturated,omitempty"`
	Sum      uint32  `json:"sum,omitempty"` // CRC-32 of the levels
	At       int64   `json:"at,omitempty"`  // where its numbers begin, in numbers
	N        int     `json:"n,omitempty"`   // how many there are
	Error    string  `json:"error,omitempty"`
}

// Recorder stands between a procedure and a bench. It is for one goroutine.
type Recorder struct {
	Bench                  *rig.Bench // to be used in place of the one that is recorded
	events, levels, counts *os.File
	shown, seen            int64 // numbers so far
	err                    error // why nothing more can be kept
}

// New begins a recording in a new folder.
func New(dir string, f open.File, b *rig.Bench) (*Recorder, error) {
	if err := os.Mkdir(dir, 0o777); err != nil {
		return nil, fmt.Errorf("a recording wants a new folder: %w", err)
	}
	r := &Recorder{}
	var slms []rig.SLM
	var cameras []rig.Camera
	a := about{Bench: f}
	for i, m := range b.Mounts {
		slms, a.Panels = append(slms, panel{m.SLM, r, i}), append(a.Panels, m.SLM.Info())
	}
	for i, e := range []*rig.Eye{&b.Object, &b.Reference} {
		if e.Camera != nil {
			cameras, a.Cameras = append(cameras, camera{e.Camera, r, i}), append(a.Cameras, e.Camera.Info())
		}
	}
	text, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "bench.json"), append(text, '\n'), 0o666); err != nil {
		return nil, err
	}
	for name, to := range map[string]**os.File{"events.jsonl": &r.events, "levels.bin": &r.levels, "counts.bin": &r.counts} {
		if *to, err = os.Create(filepath.Join(dir, name)); err != nil {
			r.Close()
			return nil, err
		}
	}
	r.Bench, err = f.Bench(slms, cameras, clock{b.Clock, r})
	return r, err
}

// Close ends the recording; the devices stay open. It returns why it is not whole, if it is not.
func (r *Recorder) Close() error {
	for _, f := range []*os.File{r.levels, r.counts, r.events} {
		if f == nil {
			continue
		}
		if err := f.Close(); r.err == nil {
			r.err = err
		}
	}
	return r.err
}

// keep writes an event; numbers are written before.
func (r *Recorder) keep(e event, cause error) error {
	if cause != nil {
		e.Error = word(cause)
	}
	if r.err == nil {
		var line []byte
		if line, r.err = json.Marshal(e); r.err == nil {
			_, r.err = r.events.Write(append(line, '\n'))
		}
	}
	if cause != nil {
		return cause
	}
	if r.err != nil {
		return fmt.Errorf("the recording cannot go on: %w", r.err)
	}
	return nil
}

// words are what errors of a bench are called in a recording.
var words = map[string]error{"timeout": rig.ErrTimeout, "gone": rig.ErrGone, "closed": rig.ErrClosed, "canceled": context.Canceled}

func word(err error) string {
	for w, e := range words {
		if errors.Is(err, e) {
			return w
		}
	}
	return err.Error()
}

func failure(word string) error {
	if word == "" {
		return nil
	}
	if e, ok := words[word]; ok {
		return e
	}
	return errors.New(word)
}

func sum(levels []uint16) (crc uint32, bytes []byte) {
	bytes = make([]byte, 0, 2*len(levels))
	for _, v := range levels {
		bytes = binary.LittleEndian.AppendUint16(bytes, v)
	}
	return crc32.ChecksumIEEE(bytes), bytes
}

type panel struct {
	rig.SLM
	r *Recorder
	i int
}

func (p panel) Show(ctx context.Context, levels []uint16) (rig.Shown, error) {
	s, err := p.SLM.Show(ctx, levels)
	crc, b := sum(levels)
	e := event{Do: "show", Device: p.i, Seq: s.Seq, Time: s.Time, Sum: crc, At: p.r.shown, N: len(levels)}
	if p.r.err == nil {
		_, p.r.err = p.r.levels.Write(b)
	}
	p.r.shown += int64(len(levels))
	return s, p.r.keep(e, err)
}

type camera struct {
	rig.Camera
	r *Recorder
	i int
}

func (c camera) Configure(ctx context.Context, k rig.CameraConfig) (rig.CameraConfig, error) {
	got, err := c.Camera.Configure(ctx, k)
	return got, c.r.keep(event{Do: "configure", Device: c.i, Asked: k.Exposure, Exposure: got.Exposure}, err)
}

func (c camera) Start(ctx context.Context) error {
	return c.r.keep(event{Do: "start", Device: c.i}, c.Camera.Start(ctx))
}

func (c camera) Flush(ctx context.Context) error {
	return c.r.keep(event{Do: "flush", Device: c.i}, c.Camera.Flush(ctx))
}

func (c camera) Grab(ctx context.Context, f *rig.Frame) error {
	err := c.Camera.Grab(ctx, f)
	if err != nil {
		return c.r.keep(event{Do: "grab", Device: c.i}, err)
	}
	b := make([]byte, 0, 4*len(f.Counts))
	for _, v := range f.Counts {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	if c.r.err == nil {
		_, c.r.err = c.r.counts.Write(b)
	}
	e := event{Do: "grab", Device: c.i, Seq: f.ID, Time: f.Time, Exposure: f.Exposure, Cut: f.Status == rig.Incomplete, Full: f.Saturated, At: c.r.seen, N: len(f.Counts)}
	c.r.seen += int64(len(f.Counts))
	return c.r.keep(e, nil)
}

type clock struct {
	rig.Clock
	r *Recorder
}

func (c clock) Now() float64 {
	t := c.Clock.Now()
	c.r.keep(event{Do: "now", Time: t}, nil)
	return t
}

// lines reads events; a last line that is not whole ends them.
func lines(name string) (all []event, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		var e event
		if err := json.Unmarshal(s.Bytes(), &e); err != nil {
			break
		}
		all = append(all, e)
	}
	return all, s.Err()
}
