package rivals

import (
	"embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed src
var sources embed.FS

// Rival is a program that can be compared.
type Rival struct {
	ID      string // for flags and records
	Name    string // for a person
	Suites  []string
	Threads bool   // whether it can use more than one
	Device  string // word of open: cpu, or cuda
	Needs   string // what to install
	command func(dir string) (*exec.Cmd, error)
}

// All are the rivals that there are on a processor.
var All = []Rival{
	{"fftw", "FFTW", []string{"fft", "hop"}, false, "cpu", "FFTW's single precision and a C compiler, in Debian: apt-get install libfftw3-dev gcc", compileFFTW},
	{"scipy", "SciPy", []string{"fft", "hop", "product"}, true, "cpu", "Python with SciPy, in Debian: apt-get install python3-scipy", python("import scipy.fft", "scipy_fft.py")},
	{"openblas", "OpenBLAS", []string{"product"}, true, "cpu", "Python and OpenBLAS, in Debian: apt-get install python3 libopenblas0-pthread", python("import ctypes; ctypes.CDLL('libopenblas.so.0')", "openblas.py")},
	{"pytorch", "PyTorch", []string{"hop", "step", "product"}, true, "cpu", "Python with PyTorch, in Debian: apt-get install python3-torch", python("import torch", "torch_net.py", "torch_training.py")},
}

// OnGPU are those on a GPU.
var OnGPU = []Rival{
	{"pytorch", "PyTorch", []string{"copy", "hop", "step", "dante", "product", "training"}, true, "cuda", "Python with PyTorch for CUDA: pip install torch",
		python("import torch; torch.empty(1, device='cuda')", "torch_net.py", "torch_training.py")},
	{"jax", "JAX", []string{"hop", "step"}, true, "cuda", "Python with JAX for CUDA: pip install \"jax[cuda12]\"",
		python("import jax; jax.devices('cuda')", "jax_net.py")},
}

// On are the rivals on a GPU, or else on a processor.
func On(gpu bool) []Rival {
	if gpu {
		return OnGPU
	}
	return All
}

// Does reports whether the rival can do a case of the suite with so many threads.
func (r Rival) Does(suite string, threads int) bool {
	return slices.Contains(r.Suites, suite) && (threads == 1 || r.Threads)
}

// MissingError is a rival that is not installed.
type MissingError struct {
	Rival Rival
	Why   string
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("%s is not here (%s); it needs %s", e.Rival.Name, e.Why, e.Rival.Needs)
}

// unpack writes an embedded source to dir and returns its path.
func unpack(dir, name string) (string, error) {
	b, err := sources.ReadFile("src/" + name)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, name)
	return path, os.WriteFile(path, b, 0o644)
}

// compileFFTW compiles fftw.c for this machine.
func compileFFTW(dir string) (*exec.Cmd, error) {
	source, err := unpack(dir, "fftw.c")
	if err != nil {
		return nil, err
	}
	cc := os.Getenv("CC")
	if cc == "" {
		cc = "cc"
	}
	program := filepath.Join(dir, "fftw")
	out, err := exec.Command(cc, "-O3", "-march=native", "-o", program, source, "-lfftw3f", "-lm").CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%s: %s", cc, firstLine(string(out), err))
	}
	return exec.Command(program), nil
}

// python finds a Python that gets through a line of code, which loads what a script
// needs, and lets it run the script, beside which lie others that it imports.
// TALBOT_PYTHON names another than the usual ones.
func python(line, script string, others ...string) func(dir string) (*exec.Cmd, error) {
	return func(dir string) (*exec.Cmd, error) {
		path, err := unpack(dir, script)
		for _, name := range others {
			if err == nil {
				_, err = unpack(dir, name)
			}
		}
		if err != nil {
			return nil, err
		}
		candidates := []string{"python3", "/usr/bin/python3", "python"}
		if p := os.Getenv("TALBOT_PYTHON"); p != "" {
			candidates = []string{p}
		}
		var why string
		for _, p := range candidates {
			out, err := exec.Command(p, "-c", line).CombinedOutput()
			if err == nil {
				return exec.Command(p, path), nil
			}
			if why == "" {
				why = p + ": " + pythonError(string(out), err)
			}
		}
		return nil, fmt.Errorf("%s", why)
	}
}

// pythonError is what a traceback ends with: the exception and what it says. Notes may
// follow.
func pythonError(out string, err error) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	for _, l := range slices.Backward(lines) {
		if kind, _, ok := strings.Cut(l, ": "); ok && strings.HasSuffix(kind, "Error") && !strings.Contains(kind, " ") {
			return l
		}
	}
	return firstLine(out, err)
}

// firstLine is the most telling line of what a program said before it failed.
func firstLine(out string, err error) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	for _, l := range lines {
		if strings.Contains(strings.ToLower(l), "error") {
			return strings.TrimSpace(l)
		}
	}
	if lines[0] != "" {
		return lines[0]
	}
	return err.Error()
}
