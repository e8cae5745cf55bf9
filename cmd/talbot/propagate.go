package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"talbot/sim/compute"
	"talbot/sim/optics"
	"talbot/sim/optics/exact"
	"talbot/sim/optics/judge"
	"talbot/sim/optics/npy"
	"talbot/sim/rundir"
)

// propagation is one run of the command.
type propagation struct {
	*app
	in, out           string
	pitch, outPitch   lengthPair
	pitchY, outPitchY lengthFlag
	wavelength        lengthFlag
	z                 string
	index             float64
	method            string
	padding, paddingY string
	outSamples, aside string
	precision, as     string
	force, blind      bool
	device            deviceFlags
}

func (a *app) propagate() *cobra.Command {
	p := &propagation{app: a}
	var list strings.Builder
	for _, m := range optics.Methods {
		fmt.Fprintf(&list, "\n  %-20s %s", m.Method, m.Doc)
	}
	fmt.Fprintf(&list, "\n  %-20s %s", judge.Sum, "the integral itself, term by term: slow, float64, any samples")
	cmd := &cobra.Command{
		Use:   "propagate --in U.npy --out V.npy --pitch m --wavelength m --z m",
		Short: "propagate light in a NumPy file through free space",
		Long: `Propagates a plane of light from one NumPy file into another. The file has numbers of
any type, complex, real, whole or bool, of shape (Ny, Nx); shape (Nx,) is light that does
not vary along y. It is .npy, or .npz with one array. The axis passes through sample
[Ny/2, Nx/2], rounded down. The result leaves out the carrier exp(i k z).

Files of float64, complex128 and whole numbers of 32 bits or more are computed in float64,
the others in float32 on the device.

The result comes with a bound of its error: of the relative L2 distance of the field from the
Rayleigh-Sommerfeld sum over the samples, or, nearer than they resolve that, from the angular
spectrum in a larger window. --method auto runs what can do it until one is right to rounding,
and takes the one with the smallest bound. --padding 0 is light that repeats beyond the window.

The methods are` + list.String(),
		Example: `  talbot propagate --in slit.npy --out far.npy --pitch 10um --wavelength 532nm \
    --z 5cm
  talbot propagate --in u.npy --out v.npy --pitch 4um --wavelength 633nm \
    --z 2 --out-pitch 80um`,
		Args: exactly(0),
		RunE: func(*cobra.Command, []string) error { return p.run() },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&p.in, "in", "", "`file` of the light")
	f.StringVar(&p.out, "out", "", "`file` for the result")
	f.Var(&p.pitch, "pitch", "spacing of the samples in `metres`, or with a unit: 10um; x,y where it is two: 4um,8um")
	f.Var(&p.pitchY, "pitch-y", "spacing along y alone, in `metres`")
	f.Var(&p.wavelength, "wavelength", "wavelength in vacuum in `metres`, or with a unit: 532nm")
	f.StringVar(&p.z, "z", "", "distance in `metres`, or with a unit: 5cm; negative propagates back")
	f.StringVar(&p.method, "method", string(optics.Auto), "how: a `method` of the list above")
	f.Float64Var(&p.index, "index", 1, "refractive index `n` of the medium")
	f.StringVar(&p.padding, "padding", "", "`n` dark samples on each side, or along x,y; 0: the light repeats (default: what suits)")
	f.StringVar(&p.paddingY, "padding-y", "", "`n` dark samples on each side along y alone")
	f.Var(&p.outPitch, "out-pitch", "spacing of the result's samples in `metres`, or x,y (default: that of --in)")
	f.Var(&p.outPitchY, "out-pitch-y", "spacing of the result's samples along y alone, in `metres`")
	f.StringVar(&p.outSamples, "out-samples", "", "samples of the result, `n`, NxM or x,y (default: those of --in)")
	f.StringVar(&p.aside, "shift", "", "where the result's axis sample lies, `x,y` in metres or with units")
	f.StringVar(&p.precision, "precision", "", "compute in `type` float32 or float64 (default: by the file's type)")
	f.BoolVar(&p.blind, "no-estimate", false, "do not measure the error; auto goes by the samples alone, which is faster")
	f.StringVar(&p.as, "as", "field", "write the `field` or its intensity")
	f.BoolVar(&p.force, "force", false, "replace a file that is there already")
	p.device.add(f)
	return cmd
}

func (p *propagation) run() error {
	for _, need := range []struct {
		flag    string
		missing bool
	}{{"--in U.npy", p.in == ""}, {"--out V.npy", p.out == ""}, {"--pitch", p.pitch.x == 0}, {"--wavelength", p.wavelength == 0}, {"--z", p.z == ""}} {
		if need.missing {
			return usage("propagate wants %s; see: talbot propagate --help", need.flag)
		}
	}
	if p.as != "field" && p.as != "intensity" {
		return usage("--as: %q is neither field nor intensity", p.as)
	}
	if _, err := os.Lstat(p.out); err == nil && !p.force {
		return fmt.Errorf("%s is there already: choose another with --out, or replace it with --force", p.out)
	}
	b, err := os.ReadFile(p.in)
	if err != nil {
		return fmt.Errorf("cannot read the light: %w", err)
	}
	plane, err := npy.ReadPlane(b)
	if err != nil {
		return fmt.Errorf("%s: %w", p.in, err)
	}
	s, choice, err := p.geometry(plane)
	if err != nil {
		return err
	}
	wide := plane.Type == "float64" || plane.Type == "complex128"
	switch p.precision {
	case "":
	case "float32", "float64":
		wide = p.precision == "float64"
	default:
		return usage("--precision: %q is neither float32 nor float64", p.precision)
	}
	if err := p.fits(s, choice, wide); err != nil {
		return err
	}
	limit := exact.AtTheLimit(s, plane.U)
	r, device, err := p.compute(s, choice, plane.U, wide)
	if err != nil {
		return err
	}
	u, grid := r.V, r.Out
	result := &npy.Plane{Nx: grid.Nx, Ny: grid.Ny, Dims: plane.Dims, Type: "complex64", U: u}
	if wide {
		result.Type = "complex128"
	}
	if p.as == "intensity" {
		for i, v := range u {
			u[i] = complex(real(v)*real(v)+imag(v)*imag(v), 0)
		}
		result.Type = map[bool]string{false: "float32", true: "float64"}[wide]
	}
	if err := rundir.WriteFile(p.out, func(w io.Writer) error { return result.Write(w) }); err != nil {
		return fmt.Errorf("cannot write %s: %w", p.out, err)
	}
	if limit != "" {
		r.Warnings = append(r.Warnings, limit)
	}
	return p.report(s, r, device, result.Type)
}

// geometry is the propagation that the flags describe.
func (p *propagation) geometry(in *npy.Plane) (s optics.Space, c optics.Choice, err error) {
	s = optics.Space{In: optics.Grid{Nx: in.Nx, Ny: in.Ny}, Wavelength: float64(p.wavelength), Index: p.index}
	if s.In.Dx, s.In.Dy, err = p.pitch.with("pitch", p.pitchY, 0, 0); err != nil {
		return s, c, err
	}
	if s.Z, err = metres(p.z); err != nil {
		return s, c, usage("--z: %w", err)
	}
	if !(p.index > 0 && p.index < 100) {
		return s, c, usage("--index: %g is outside 0 to 100", p.index)
	}
	if err := s.Check(); err != nil {
		return s, c, trimmed(err)
	}
	c.Method = optics.Method(p.method)
	known := []string{string(judge.Sum)}
	for _, m := range optics.Methods {
		known = append(known, string(m.Method))
	}
	if !contains(known, p.method) {
		return s, c, usage("--method: there is no method %q%s; see: talbot propagate --help", p.method, suggest(p.method, known, ""))
	}
	if c.Padding, err = p.window(in); err != nil {
		return s, c, err
	}
	if p.outPitch.x == 0 && p.outPitchY == 0 && p.outSamples == "" && p.aside == "" {
		return s, c, nil
	}
	out := optics.At(s.In)
	if out.Dx, out.Dy, err = p.outPitch.with("out-pitch", p.outPitchY, s.In.Dx, s.In.Dy); err != nil {
		return s, c, err
	}
	if p.outSamples != "" {
		if out.Nx, out.Ny, _, err = counts("out-samples", strings.Replace(p.outSamples, "x", ",", 1), 1); err != nil {
			return s, c, err
		}
	}
	if in.Ny == 1 && in.Dims == 1 {
		out.Ny, out.Dy = 1, s.In.Dy
	}
	if p.aside != "" {
		if out.X, out.Y, err = metresPair(p.aside); err != nil {
			return s, c, usage("--shift: %w", err)
		}
	}
	c.Out = &out
	return s, c, nil
}

// window is the padding that the flags ask for, nil if for none.
func (p *propagation) window(in *npy.Plane) (*optics.Window, error) {
	if p.padding == "" && p.paddingY == "" {
		return nil, nil
	}
	if p.padding == "" {
		return nil, usage("--padding-y: say what --padding is along x too, such as --padding 64,%s", p.paddingY)
	}
	x, y, two, err := counts("padding", p.padding, 0)
	if err != nil {
		return nil, err
	}
	if p.paddingY != "" {
		if two {
			return nil, usage("--padding-y: --padding has a number along y already; leave one out")
		}
		if y, _, two, err = counts("padding-y", p.paddingY, 0); err != nil {
			return nil, err
		} else if two {
			return nil, usage("--padding-y: %q is not one number of samples", p.paddingY)
		}
	}
	if in.Nx == 1 {
		x = 0
	}
	if in.Ny == 1 {
		y = 0
	}
	return &optics.Window{PadX: x, PadY: y}, nil
}

func contains(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

// trimmed drops the package's name from an error that a person reads.
func trimmed(err error) error {
	if err == nil {
		return nil
	}
	var memory *compute.MemoryError
	if errors.As(err, &memory) {
		return err
	}
	return fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "optics: "))
}
