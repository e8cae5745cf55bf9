package rivals

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/speed"
	"talbot/sim/speed/nets"
)

// actor, in the environment, makes the test binary a rival that plays a part.
const actor = "TALBOT_TEST_RIVAL"

func TestMain(m *testing.M) {
	switch os.Getenv(actor) {
	case "":
		os.Exit(m.Run())
	case "dies":
		fmt.Fprintln(os.Stderr, "no module named light")
		os.Exit(1)
	}
	fmt.Println("hello 1.0")
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		switch part, word := os.Getenv(actor), strings.Fields(in.Text())[0]; {
		case word == "open" && part == "refuses":
			fmt.Println("error it does not want to")
		case word == "open":
			fmt.Println("ready 1 0")
		case part == "babbles":
			fmt.Println("took a while")
		case part == "leaves":
			os.Exit(0)
		default:
			fmt.Println("took 0.25")
		}
	}
	os.Exit(0)
}

func play(t *testing.T, part string) (*Process, error) {
	t.Helper()
	t.Setenv(actor, part)
	r := Rival{ID: "actor", Name: "Actor", Suites: []string{"fft"}, command: func(string) (*exec.Cmd, error) { return exec.Command(os.Args[0]), nil }}
	return r.Start(t.TempDir(), 1)
}

var start = time.Now()

func clock() float64 { return time.Since(start).Seconds() }

func problem(t *testing.T, c speed.Case) (*speed.Talbot, speed.Problem) {
	t.Helper()
	open, v := speed.Open, speed.Variant{Threads: 1}
	if c.Suite == "training" {
		open, v.GPU = nets.Open, cpu.Open(2)
	}
	b, err := open(c, v, clock)
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.Problem()
	if err != nil {
		t.Fatal(err)
	}
	return b, p
}

func TestProtocol(t *testing.T) {
	_, p := problem(t, speed.Case{Suite: "fft", N: 8})
	for part, want := range map[string]string{"": "", "works": "", "refuses": "Actor: it does not want to", "babbles": "makes no sense",
		"leaves": "Actor ended", "dies": "no module named light"} {
		if part == "" {
			continue
		}
		a, err := play(t, part)
		if err == nil {
			defer a.Close()
			if err = a.Open(p); err == nil {
				_, err = a.Sample(3)
			}
		}
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", part, err, want)
		}
	}
}

// A rival that is not installed is a MissingError that says what to install.
func TestMissing(t *testing.T) {
	t.Setenv("CC", "no-such-compiler")
	t.Setenv("TALBOT_PYTHON", "no-such-python")
	for _, r := range slices.Concat(All, OnGPU) {
		_, err := r.Start(t.TempDir(), 1)
		var missing *MissingError
		if !errors.As(err, &missing) || !strings.Contains(err.Error(), " install ") || !strings.Contains(err.Error(), "no-such") {
			t.Errorf("%s: %v", r.ID, err)
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: more than a line: %q", r.ID, err)
		}
	}
}

func TestPythonErrorIsTheLast(t *testing.T) {
	for out, want := range map[string]string{
		"Traceback (most recent call last):\n  File \"<string>\", line 1\n    raise AssertionError(\"no CUDA\")\nAssertionError: no CUDA\n": "AssertionError: no CUDA",
		"Traceback\njax.errors.JaxRuntimeError: no backend cuda\n--------\nFor simplicity, JAX has removed its frames.\n":                   "jax.errors.JaxRuntimeError: no backend cuda",
		"": "exit status 1",
	} {
		if got := pythonError(out, errors.New("exit status 1")); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Whichever rivals are here compute the same as Talbot does.
func TestRivalsAgree(t *testing.T) {
	cases := []speed.Case{{Suite: "fft", N: 60}, {Suite: "hop", N: 30}, {Suite: "hop", N: 25},
		{Suite: "step", N: 30, Batch: 3}, {Suite: "step", N: 30, Pad: 15, Batch: 3}, {Suite: "product", N: 70}}
	for _, r := range All {
		t.Run(r.ID, func(t *testing.T) { agree(t, r, cases) })
	}
	// What does a GPU's cases does them on a processor too, where it can be tested.
	cases = []speed.Case{{Suite: "copy", N: 2, Batch: 1, GPU: true},
		{Suite: "hop", N: 30, Batch: 3, GPU: true}, {Suite: "hop", N: 30, Batch: 3, Chain: 4, GPU: true},
		{Suite: "step", N: 30, Batch: 3, GPU: true}, {Suite: "step", N: 30, Pad: 15, Batch: 3, GPU: true},
		{Suite: "step", N: 30, Levels: 5, Batch: 3, GPU: true},
		{Suite: "dante", N: 30, Batch: 1, GPU: true}, {Suite: "dante", N: 35, Batch: 1, GPU: true}, {Suite: "dante", N: 40, Batch: 1, Model: "fresnel", GPU: true},
		{Suite: "dante", N: 40, Batch: 1, Model: "products", GPU: true}, {Suite: "dante", N: 40, Batch: 1, Model: "chirp-z", GPU: true}, {Suite: "product", N: 70, Batch: 1, GPU: true},
		{Suite: "training", N: 500, Batch: 4, Model: nets.Dual, GPU: true}, {Suite: "training", N: 500, Batch: 2, Model: nets.Planes, GPU: true}}
	for _, r := range OnGPU {
		t.Run(r.ID+" for a GPU", func(t *testing.T) {
			r.Device, r.command = "cpu", map[string]func(string) (*exec.Cmd, error){
				"pytorch": python("import torch", "torch_net.py", "torch_training.py"), "jax": python("import jax", "jax_net.py")}[r.ID]
			agree(t, r, cases)
		})
	}
}

func agree(t *testing.T, r Rival, cases []speed.Case) {
	if testing.Short() {
		t.Skip("starting other programs takes seconds")
	}
	a, err := r.Start(t.TempDir(), 1)
	var missing *MissingError
	if errors.As(err, &missing) {
		t.Skip(missing)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if a.Version == "" {
		t.Error("it tells no version")
	}
	done := 0
	for _, c := range cases {
		if !r.Does(c.Suite, 1) {
			continue
		}
		done++
		b, p := problem(t, c)
		if err := a.Open(p); err != nil {
			t.Fatalf("%s %s: %v", c.Suite, c.Label(), err)
		}
		if err := speed.Agree(b.Check(), a.Check()); err != nil {
			t.Errorf("%s %s: %v", c.Suite, c.Label(), err)
		}
		if a.Units() != b.Units() {
			t.Errorf("%s %s: %d units, Talbot has %d", c.Suite, c.Label(), a.Units(), b.Units())
		}
		if s, err := a.Sample(2); err != nil || s <= 0 {
			t.Errorf("%s %s: %g s, %v", c.Suite, c.Label(), s, err)
		}
		if c.GPU {
			if n, err := a.Peak(); err != nil || n < 0 {
				t.Errorf("%s %s: peak %d, %v", c.Suite, c.Label(), n, err)
			}
		}
	}
	if done == 0 {
		t.Error("it does none of the cases")
	}
}
