package optics_test

import (
	"fmt"

	"talbot/sim/compute/cpu"
	"talbot/sim/element"
	"talbot/sim/measure"
	"talbot/sim/optics"
	"talbot/sim/optics/closed"
	"talbot/sim/source"
)

// A grating images itself at the Talbot distance.
func ExampleSpace_AngularSpectrum() {
	const period, green = 200e-6, 532e-9
	grid := optics.Square(64, period/16)
	grating := element.AmplitudeGrating(period, 0.5).Field(grid, green)
	z := closed.TalbotDistance(period, green)

	hop, err := optics.Space{In: grid, Wavelength: green, Z: z}.AngularSpectrum(optics.Window{})
	if err != nil {
		fmt.Println(err)
		return
	}
	image, err := hop.Propagate(cpu.Open(1), grating)
	if err != nil {
		fmt.Println(err)
		return
	}
	a, b := grating.Intensity(), image.Intensity()
	fmt.Printf("at %.4f m: maximum %.3f, was %.3f; correlation %.5f\n", z, b[32], a[32], measure.Correlation(a, b))
	// Output: at 0.1504 m: maximum 1.000, was 1.000; correlation 1.00000
}

// Plan chooses a propagator by its sampling and explains itself.
func ExampleSpace_Plan() {
	s := optics.Space{In: optics.Square(256, 10e-6), Wavelength: 633e-9}
	for _, s.Z = range []float64{0.02, 2} {
		p, err := s.Plan(optics.Choice{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(p.Reason)
	}
	_, err := s.Plan(optics.Choice{Method: optics.Spectrum})
	fmt.Println(err)
	// Output:
	// angular spectrum in a window of 392 x 392 samples, which can sample it over 20 mm
	// Rayleigh-Sommerfeld impulse response: over 2 m the samples resolve its kernel as far as 63.3 mm sideways, and the planes reach 2.55 mm
	// optics: a window of 512 samples of 10 um along x aliases the transfer function beyond 80.9 mm, and the distance is 2 m: use band-limited, or scalable or impulse-response for long distances, or pad by 6202 samples on each side, or by none where the light repeats
}

// The focus of a round lens, seen 40 times finer than a plain transform would show it.
func ExampleSpace_FourierLens() {
	const diameter, focal, red = 2e-3, 0.1, 633e-9
	grid := optics.Square(256, diameter/250)
	pupil := element.Smooth(element.Circle(diameter/2), grid, 8).Field(grid, red)
	out := optics.At(optics.Grid{Nx: 401, Ny: 1, Dx: 0.2e-6, Dy: 0.2e-6})

	lens, err := optics.Space{In: grid, Wavelength: red, Z: focal}.FourierLens(out)
	if err != nil {
		fmt.Println(err)
		return
	}
	focus, err := lens.Propagate(cpu.Open(1), pupil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("width at half maximum %.2f um; 1.0290 lambda f/D is %.2f um\n",
		1e6*measure.FWHM(focus.Intensity(), out.Dx), 1e6*1.0290*red*focal/diameter)
	// Output: width at half maximum 32.57 um; 1.0290 lambda f/D is 32.57 um
}

// A system is recipes in a row: here a lens that makes an image twice as large, upside
// down.
func ExampleJoin() {
	const red = 633e-9
	grid := optics.Square(400, 5e-6)
	spot := source.Beam{Waist: 60e-6, Wavelength: red}.Gaussian()
	object := element.At(spot, 150e-6, 0, 0).Field(grid, red)

	there, err := optics.Space{In: grid, Wavelength: red, Z: 0.03}.FresnelTransfer(optics.Window{PadX: 100, PadY: 100})
	if err != nil {
		fmt.Println(err)
		return
	}
	lens, err := optics.Screen(grid, element.Lens(0.02, red))
	if err != nil {
		fmt.Println(err)
		return
	}
	on, err := optics.Space{In: grid, Wavelength: red, Z: 0.06}.FresnelChirp(optics.At(grid))
	if err != nil {
		fmt.Println(err)
		return
	}
	system, err := optics.Join(there, lens, on)
	if err != nil {
		fmt.Println(err)
		return
	}
	image, err := system.Propagate(cpu.Open(1), object)
	if err != nil {
		fmt.Println(err)
		return
	}
	x, _ := measure.Centroid(grid, image.Intensity())
	fmt.Printf("%s: the spot at 150 um appears at %.0f um\n", system.Method, 1e6*x)
	// Output: Fresnel transfer function, screen, Fresnel integral by chirp-z: the spot at 150 um appears at -300 um
}

// In a medium of index n the wavelength is n times shorter.
func ExampleSpace() {
	s := optics.Space{In: optics.Square(128, 2e-6), Wavelength: 532e-9, Index: 1.33, Z: 1e-3}
	fmt.Printf("%.0f nm\n", 1e9*s.InMedium())
	// Output: 400 nm
}
