package window

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"talbot/sim/optics"
	"talbot/sim/rig"
)

// Options are how a panel is opened.
type Options struct {
	Program string // talbot-desk
	Display string // of an X server; "" for that of the environment
	Monitor string // by connector, model or serial number
	Primary bool   // it may be the primary monitor
	End     string // one of Ends; "" for blank
	Check   bool   // every picture is read back
	Kind    rig.Kind
	Levels  int           // 2 to 256; 0 for 256
	Pitch   float64       // m between pixels; 0 for 8 um
	Latency float64       // s; see rig.SLMInfo, as measured
	Settle  float64       // s
	Wait    time.Duration // for the window, and for a picture; 0 for 20 s and 5 s
	// Now is the bench's clock, in s; nil for seconds since the panel was opened.
	Now func() float64
}

// Panel is a rig.SLM in a program of its own.
type Panel struct {
	o       Options
	info    rig.SLMInfo
	ready   Ready
	cmd     *exec.Cmd
	in      io.WriteCloser
	answers chan Answer
	ended   chan error
	said    *tail
	now     func() float64
	seq     uint64
	closed  bool
	gone    error
}

// Open starts the program and waits until it is ready.
func Open(ctx context.Context, o Options) (*Panel, error) {
	if o.End == "" {
		o.End = "blank"
	}
	if !slices.Contains(Ends, o.End) {
		return nil, fmt.Errorf("window: a panel cannot end by %q: want %s", o.End, strings.Join(Ends, ", "))
	}
	if o.Levels == 0 {
		o.Levels = 256
	}
	if o.Levels < 2 || o.Levels > 256 {
		return nil, fmt.Errorf("window: a panel of %d levels cannot be: want 2 to 256", o.Levels)
	}
	if o.Pitch == 0 {
		o.Pitch = 8e-6
	}
	args := []string{"slm", "--monitor", o.Monitor, "--end", o.End}
	if o.Primary {
		args = append(args, "--primary")
	}
	if o.Check {
		args = append(args, "--check")
	}
	p := &Panel{o: o, cmd: exec.Command(o.Program, args...), answers: make(chan Answer, 16), ended: make(chan error, 1), said: new(tail), now: o.Now}
	if p.now == nil {
		began := time.Now()
		p.now = func() float64 { return time.Since(began).Seconds() }
	}
	p.cmd.Env = os.Environ()
	if o.Display != "" {
		p.cmd.Env = append(p.cmd.Env, "DISPLAY="+o.Display)
	}
	p.cmd.Stderr = p.said
	apart(p.cmd)
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("window: %s cannot be started: %w", o.Program, err)
	}
	go func() {
		answers(out, p.answers)
		p.ended <- p.cmd.Wait()
	}()
	a, err := p.hear(ctx, max(o.Wait, 20*time.Second))
	if err == nil && a.Ready == nil {
		err = errors.New("window: the panel's program does not say that it is ready")
	}
	if err != nil {
		p.kill()
		return nil, err
	}
	p.ready = *a.Ready
	refresh := p.ready.Refresh
	if refresh == 0 {
		refresh = 60
	}
	name := p.ready.Monitor
	if p.ready.Model != "" {
		name += " " + p.ready.Model
	}
	p.info = rig.SLMInfo{Name: name, Grid: optics.Grid{Nx: p.ready.Nx, Ny: p.ready.Ny, Dx: o.Pitch, Dy: o.Pitch},
		Kind: o.Kind, Levels: o.Levels, Refresh: refresh, Latency: o.Latency, Settle: o.Settle}
	return p, nil
}

// hear waits for an answer; a child that ends gives its last words.
func (p *Panel) hear(ctx context.Context, wait time.Duration) (Answer, error) {
	select {
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	case <-time.After(wait):
		return Answer{}, fmt.Errorf("window: the panel's program has not answered for %v: %w", wait, rig.ErrGone)
	case a, ok := <-p.answers:
		switch {
		case !ok:
			<-p.ended
			p.gone = fmt.Errorf("window: the panel's program has ended%s: %w", p.said.text(), rig.ErrGone)
			return a, p.gone
		case a.Error != "":
			return a, errors.New("window: " + a.Error)
		}
		return a, nil
	}
}

// Info implements rig.SLM.
func (p *Panel) Info() rig.SLMInfo { return p.info }

// Ready is what the program said of its monitor.
func (p *Panel) Ready() Ready { return p.ready }

// Show implements rig.SLM. It returns when the picture has been swapped in.
func (p *Panel) Show(ctx context.Context, levels []uint16) (rig.Shown, error) {
	shown, err := p.Swap(ctx, levels)
	if err != nil {
		return rig.Shown{}, err
	}
	return shown()
}

// Swap implements rig.Swapper.
func (p *Panel) Swap(ctx context.Context, levels []uint16) (shown func() (rig.Shown, error), err error) {
	if p.closed {
		return nil, rig.ErrClosed
	}
	if p.gone != nil {
		return nil, p.gone
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g := p.info.Grid
	if len(levels) != g.Len() {
		return nil, fmt.Errorf("window: a picture of %d levels does not fit panel %s, which has %d pixels", len(levels), p.info.Name, g.Len())
	}
	b := make([]byte, len(levels))
	for i, v := range levels {
		if int(v) >= p.info.Levels {
			return nil, fmt.Errorf("window: panel %s has no level %d: the highest is %d", p.info.Name, v, p.info.Levels-1)
		}
		b[i] = byte(v)
	}
	seq := p.seq + 1
	if err := (Picture{seq, g.Nx, g.Ny, b}).Write(p.in); err != nil {
		_, err := p.hear(context.Background(), time.Second) // says why
		return nil, err
	}
	p.seq = seq
	return func() (rig.Shown, error) { return p.swapped(ctx, seq) }, nil
}

// swapped waits until a picture has been swapped in.
func (p *Panel) swapped(ctx context.Context, seq uint64) (rig.Shown, error) {
	wait := p.o.Wait
	if wait == 0 {
		wait = 5 * time.Second
	}
	for {
		a, err := p.hear(context.WithoutCancel(ctx), wait) // a picture is soon there, and its answer is not to be the next one's
		if err != nil {
			return rig.Shown{}, err
		}
		if a.Shown != nil && a.Shown.Seq == seq {
			return rig.Shown{Seq: seq, Time: p.now() - float64(time.Now().UnixNano()-a.Shown.Time)/1e9}, nil
		}
	}
}

// Close implements rig.SLM: the program ends as End says; one that holds its picture goes on alone.
func (p *Panel) Close() error {
	if p.closed {
		return nil
	}
	p.closed = true
	p.in.Close()
	if p.gone != nil || p.o.End != "blank" {
		return nil
	}
	go func() { // what it still says
		for range p.answers {
		}
	}()
	select {
	case <-p.ended:
	case <-time.After(5 * time.Second):
		p.kill()
	}
	return nil
}

// Kill ends the program whatever its End is.
func (p *Panel) Kill() {
	p.closed = true
	p.kill()
}

func (p *Panel) kill() {
	p.in.Close()
	p.cmd.Process.Kill()
	go func() {
		for range p.answers {
		}
	}()
}

// tail keeps the last of what is written to it.
type tail struct {
	mu sync.Mutex
	b  []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, b...)
	if len(t.b) > 500 {
		t.b = t.b[len(t.b)-500:]
	}
	return len(b), nil
}

// text is that without what the window's library says when there is no file of keys, which is no fault.
func (t *tail) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var all []string
	for line := range strings.Lines(string(t.b)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "XGB: ") {
			all = append(all, line)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return " (" + strings.Join(all, "; ") + ")"
}

var _ rig.Swapper = (*Panel)(nil)
