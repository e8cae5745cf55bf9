package rivals

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"talbot/sim/speed"
)

// Process is a rival that runs. It is a speed.Contender once a case is open.
type Process struct {
	Rival   Rival
	Version string
	Threads int

	dir   string
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Reader
	log   tail
	units int
	check []float64
}

// Start starts the rival in a folder of its own below dir. The error is a
// *MissingError when it is not installed.
func (r Rival) Start(dir string, threads int) (*Process, error) {
	dir, err := os.MkdirTemp(dir, r.ID)
	if err != nil {
		return nil, err
	}
	p := &Process{Rival: r, Threads: threads, dir: dir}
	if p.cmd, err = r.command(dir); err != nil {
		return nil, &MissingError{r, err.Error()}
	}
	p.cmd.Dir = dir
	p.cmd.Env = append(os.Environ(), "OMP_NUM_THREADS="+strconv.Itoa(threads))
	p.cmd.Stderr = &p.log
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	if err := p.cmd.Start(); err != nil {
		return nil, &MissingError{r, err.Error()}
	}
	hello, err := p.answer("hello")
	if err != nil {
		p.Close()
		return nil, err
	}
	p.Version = hello
	return p, nil
}

// Open makes the rival ready for a problem. A later Open replaces it.
func (p *Process) Open(b speed.Problem) error {
	words := []string{"open", "suite=" + b.Suite}
	add := func(name string, v any) { words = append(words, fmt.Sprint(name, "=", v)) }
	add("n", b.N)
	add("pad", b.Pad)
	add("threads", p.Threads)
	add("device", p.Rival.Device)
	add("pitch", b.Spacing())
	add("wavelength", speed.Wavelength)
	add("distance", b.Distance())
	add("field", "field.f32")
	add("batch", max(1, b.Batch))
	add("chain", max(1, b.Chain))
	p.units = max(1, b.Chain)
	if err := writeFloats(filepath.Join(p.dir, "field.f32"), b.Field); err != nil {
		return err
	}
	if len(b.Masks) > 0 {
		add("masks", "masks.f32")
		if err := writeFloats(filepath.Join(p.dir, "masks.f32"), b.Masks); err != nil {
			return err
		}
	}
	switch b.Suite {
	case "fft":
		p.units = b.Lines()
		add("lines", p.units)
	case "dante":
		add("window", b.Window())
		add("region", b.Region())
		add("model", cmp.Or(b.Model, "full"))
		add("rate", b.Rate)
	case "step":
		if !b.GPU {
			p.units = b.Batch
		}
		add("layers", speed.Layers)
		add("scale", b.Scale)
		add("rate", b.Rate)
		add("labels", list(b.Labels))
		add("regions", list(b.Regions))
		add("levels", b.Levels)
		if b.Levels > 0 {
			add("tau", b.Tau)
			add("states", "states.f32")
			if err := writeFloats(filepath.Join(p.dir, "states.f32"), b.States); err != nil {
				return err
			}
		}
	}
	if b.Suite == "training" {
		add("labels", list(b.Labels))
	}
	text, err := p.ask(strings.Join(append(words, b.More...), " "), "ready")
	if err != nil {
		return err
	}
	p.check = nil
	for _, w := range strings.Fields(text) {
		v, err := strconv.ParseFloat(w, 64)
		if err != nil {
			return p.strange("ready " + text)
		}
		p.check = append(p.check, v)
	}
	return nil
}

// Sample does the work of the open case reps times.
func (p *Process) Sample(reps int) (float64, error) {
	text, err := p.ask("run "+strconv.Itoa(reps), "took")
	if err != nil {
		return 0, err
	}
	t, err := strconv.ParseFloat(text, 64)
	if err != nil || !(t > 0) {
		return 0, p.strange("took " + text)
	}
	return t, nil
}

// Peak is the most of a GPU's memory, in bytes, that the open case has used so far; 0
// if the rival does not know.
func (p *Process) Peak() (int, error) {
	text, err := p.ask("peak", "peak")
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, p.strange("peak " + text)
	}
	return n, nil
}

func (p *Process) Units() int       { return p.units }
func (p *Process) Check() []float64 { return p.check }

// PID is the number of the process.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Close ends the process.
func (p *Process) Close() error {
	p.in.Close()
	return p.cmd.Wait()
}

// Kill ends the process at once: an Open or Sample under way fails.
func (p *Process) Kill() { _ = p.cmd.Process.Kill() }

func (p *Process) ask(line, want string) (string, error) {
	if _, err := io.WriteString(p.in, line+"\n"); err != nil {
		return "", p.gone(err)
	}
	return p.answer(want)
}

// answer reads a line that begins with the word want and returns the rest.
func (p *Process) answer(want string) (string, error) {
	line, err := p.out.ReadString('\n')
	if err != nil {
		return "", p.gone(err)
	}
	word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch word {
	case want:
		return rest, nil
	case "error":
		return "", errors.New(p.Rival.Name + ": " + rest)
	}
	return "", p.strange(strings.TrimSpace(line))
}

func (p *Process) strange(line string) error {
	return fmt.Errorf("%s said %q, which makes no sense", p.Rival.Name, line)
}

// gone is the error of a process that has closed its output. Its last words come
// another way, and may be a moment late.
func (p *Process) gone(err error) error {
	for wait := time.Now().Add(time.Second); p.log.last() == "" && time.Now().Before(wait); {
		time.Sleep(5 * time.Millisecond)
	}
	if last := p.log.last(); last != "" {
		return fmt.Errorf("%s ended: %s", p.Rival.Name, last)
	}
	return fmt.Errorf("%s ended: %w", p.Rival.Name, err)
}

func list[T byte | int](x []T) string {
	s := make([]string, len(x))
	for i, v := range x {
		s[i] = strconv.Itoa(int(v))
	}
	return strings.Join(s, ",")
}

func writeFloats(path string, x []float32) error {
	b := make([]byte, 4*len(x))
	for i, v := range x {
		binary.LittleEndian.PutUint32(b[4*i:], math.Float32bits(v))
	}
	return os.WriteFile(path, b, 0o644)
}
