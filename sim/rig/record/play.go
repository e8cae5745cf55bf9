package record

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"

	"talbot/sim/rig"
)

// ErrOver is when a procedure goes on where the recording ends.
var ErrOver = errors.New("the recording ends here")

// Player is a bench of what was recorded. It is for one goroutine, which must do what was done when it was recorded.
type Player struct {
	Bench  *rig.Bench
	events []event
	at     int
	counts *os.File
}

// Play opens a recording.
func Play(dir string) (*Player, error) {
	text, err := os.ReadFile(filepath.Join(dir, "bench.json"))
	if err != nil {
		return nil, fmt.Errorf("%s is no recording: %w: talbot rig record BENCH.json DIR makes one", dir, err)
	}
	var a about
	if err := json.Unmarshal(text, &a); err != nil {
		return nil, fmt.Errorf("%s is no recording: %w: talbot rig record BENCH.json DIR makes one", dir, err)
	}
	p := new(Player)
	if p.events, err = lines(filepath.Join(dir, "events.jsonl")); err != nil {
		return nil, err
	}
	if p.counts, err = os.Open(filepath.Join(dir, "counts.bin")); err != nil {
		return nil, err
	}
	var slms []rig.SLM
	var cameras []rig.Camera
	for i, info := range a.Panels {
		slms = append(slms, &playedSLM{p: p, i: i, info: info})
	}
	for i, info := range a.Cameras {
		cameras = append(cameras, &playedCamera{p: p, i: i, info: info})
	}
	if p.Bench, err = a.Bench.Bench(slms, cameras, playedClock{p}); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// Left is how many calls have not been played.
func (p *Player) Left() int { return len(p.events) - p.at }

// Close closes the recording.
func (p *Player) Close() error { return p.counts.Close() }

// next is the next event, which must be of such a call.
func (p *Player) next(do string, device int) (event, error) {
	if p.at == len(p.events) {
		return event{}, ErrOver
	}
	e := p.events[p.at]
	if e.Do != do || e.Device != device {
		return e, fmt.Errorf("call %d of the recording is %s of device %d, and now it is %s of device %d: another procedure was recorded", p.at+1, e.Do, e.Device, do, device)
	}
	p.at++
	return e, failure(e.Error)
}

type playedSLM struct {
	p      *Player
	i      int
	info   rig.SLMInfo
	closed bool
}

func (s *playedSLM) Info() rig.SLMInfo { return s.info }

func (s *playedSLM) Close() error {
	s.closed = true
	return nil
}

// Show must be given what was shown when it was recorded.
func (s *playedSLM) Show(ctx context.Context, levels []uint16) (rig.Shown, error) {
	if s.closed {
		return rig.Shown{}, rig.ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return rig.Shown{}, err
	}
	e, err := s.p.next("show", s.i)
	if err != nil {
		return rig.Shown{}, err
	}
	if crc, _ := sum(levels); crc != e.Sum || len(levels) != e.N {
		return rig.Shown{}, fmt.Errorf("picture %d of panel %s is another one than was recorded", e.Seq, s.info.Name)
	}
	return rig.Shown{Seq: e.Seq, Time: e.Time}, nil
}

type playedCamera struct {
	p      *Player
	i      int
	info   rig.CameraInfo
	closed bool
}

func (c *playedCamera) Info() rig.CameraInfo { return c.info }

func (c *playedCamera) Close() error {
	c.closed = true
	return nil
}

func (c *playedCamera) ready(ctx context.Context) error {
	if c.closed {
		return rig.ErrClosed
	}
	return ctx.Err()
}

func (c *playedCamera) Configure(ctx context.Context, k rig.CameraConfig) (rig.CameraConfig, error) {
	if err := c.ready(ctx); err != nil {
		return rig.CameraConfig{}, err
	}
	e, err := c.p.next("configure", c.i)
	if err == nil && e.Asked != k.Exposure {
		err = fmt.Errorf("an exposure of %g s is asked for, and was of %g s in the recording", k.Exposure, e.Asked)
	}
	return rig.CameraConfig{Exposure: e.Exposure}, err
}

func (c *playedCamera) Start(ctx context.Context) error { return c.do(ctx, "start") }
func (c *playedCamera) Flush(ctx context.Context) error { return c.do(ctx, "flush") }

func (c *playedCamera) do(ctx context.Context, what string) error {
	if err := c.ready(ctx); err != nil {
		return err
	}
	_, err := c.p.next(what, c.i)
	return err
}

func (c *playedCamera) Grab(ctx context.Context, f *rig.Frame) error {
	if err := c.ready(ctx); err != nil {
		return err
	}
	e, err := c.p.next("grab", c.i)
	if err != nil {
		return err
	}
	b := make([]byte, 4*e.N)
	if _, err := io.ReadFull(io.NewSectionReader(c.p.counts, 4*e.At, int64(len(b))), b); err != nil {
		return fmt.Errorf("frame %d is not in the recording: %w", e.Seq, err)
	}
	if len(f.Counts) != e.N {
		f.Counts = make([]float32, e.N)
	}
	for i := range f.Counts {
		f.Counts[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	f.ID, f.Time, f.Exposure, f.Saturated, f.Status = e.Seq, e.Time, e.Exposure, e.Full, rig.Complete
	if e.Cut {
		f.Status = rig.Incomplete
	}
	return nil
}

// playedClock tells the times of the recording, and does not wait.
type playedClock struct{ p *Player }

func (c playedClock) Now() float64 {
	e, err := c.p.next("now", 0)
	if err != nil {
		return math.NaN() // the call behind it says what is wrong
	}
	return e.Time
}

func (c playedClock) Sleep(ctx context.Context, _ float64) error { return ctx.Err() }
