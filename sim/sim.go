// Package sim is the map of Talbot's simulation code; it holds documentation and
// the test that keeps the map true.
//
// Light and data flow through the packages as through the bench:
//
//	source -> encode -> [ propagate -> modulate ] x L -> detect -> loss
//	                             network                           |
//	  Var.Grad  <----------- Adjoint / Backward  <-----------------+
//
// Stages:
//
//	source      illumination, beams, partial coherence; a picture written on the light
//	optics      grids, fields, propagators as recipes, x-z slices;
//	            optics/closed has the closed forms, optics/exact runs recipes in
//	            complex128, optics/npy reads and writes the arrays of NumPy
//	element     lenses, apertures, gratings, aberrations, diffusers, polarisers
//	measure     numbers from planes of light
//	validate    what light does, held against closed forms, algebra and the integral
//	absorber    saturable absorbers with light in both directions, and what weak signals show
//	circuit     photonic circuits: couplers, weights, faults; two modes that become one
//	opu         the optical processing unit: mirrors, a medium that scatters, a camera
//	multiplier  the optical multiplier of a matrix and a vector, in free space and with faults
//	modulator   trainable masks, and displays with discrete states
//	detect      regions of the last plane, and logits of what they read
//	loss        value and gradient together
//
// Composition:
//
//	network     layers, of light, electronic, and dual ones that are either; a pass over a batch
//	optim       update rules
//	search      particle swarm and annealing, which measure alone
//	train       gradients, one a file, such as backpropagation and direct feedback alignment, and
//	            the descent that applies them; the loop; a run's state;
//	            the fit of a mask to the kernels of a dual layer
//	plant       a bench as methods see it that learn by measurements; SPSA, FFM; networks whose layers
//	            are all shown on one bench, and their gradients by a bench, a model or both
//	rig         a bench of panels and cameras, each with its driver: it is a plant;
//	            rig/virtual is one with hidden faults, rig/rigtest the suite for all;
//	            rig/aravis drives machine-vision cameras, rig/gige is one that a
//	            program feeds; rig/v4l2 drives cameras that Linux itself does; rig/window drives panels that are monitors, and
//	            rig/monitor reads back what a screen shows; rig/open is a bench of both
//	            from a file, rig/calibrate finds out what it does and verifies
//	            that, rig/check tests it, rig/record keeps and plays what it
//	            does, rig/loop is a simulated one behind all those protocols;
//	            rig/fourier calibrates one with lenses by spots, and reads masks there
//	experiment  what systems and front ends agree on: parameters, settings, presets,
//	            sessions and what they can, events; experiment/run takes a session of
//	            any system from start or checkpoint to its end
//	frame       the picture of a bench: planes, the light between them, panels
//	engine      an experiment that is driven by messages: what the page talks to
//	system/diffractive  networks of masks, continuous or of displays with levels (codesign)
//	system/absorber     networks of multipliers and saturable absorbers, whose gradient is light
//	system/dante        layers of light that learn as convolutions, and get their masks afterwards
//	system/chip         photonic circuits that learn by light that goes forwards
//	system/focus        light that is to meet in one place behind a scatterer
//	system/scatter      pictures that are told apart through a scatterer, by masks or by electronics
//	system/forward      networks that learn on a bench with faults, by what is measured of it
//	system/feedback     networks that learn by an error which scattered light brings to all layers at once
//	system/diffusion    networks that make pictures of noise, and learn by such an error too
//	system/language     language models, which learn by such an error too
//	system/basic        wave optics: experiments with closed forms and nothing to train
//	system/all          the list of them
//	reproduce   the shape of published experiments, as lists of runs; reproduce/d2nn,
//	            reproduce/ffm, reproduce/dante, reproduce/dfa, reproduce/photonics and reproduce/sa are lists, reproduce/all names them,
//	            reproduce/run makes the runs; reproduce/fit fits the masks of DANTE;
//	            reproduce/scaling times steps by size, and says where optics wins
//	cluster     trials over many workers by NATS: a queue, leases, results, checkpoints;
//	            cluster/sweep makes trials of lists and ranges, cluster/work computes one:
//	            a training, a run of reproduce, a fit of DANTE's, here or on a bench;
//	            cluster/attempt is a training's own part, in a worker and in a page, and
//	            cluster/tabs lets open pages work trials off
//	report      trained masks tested as no deployment has them: on other displays, with faults
//	digest      what presets train to, bit for bit: tests alone
//	part        masks as parts that can be made: GDSII, OASIS, STL, pictures, a sheet
//	rundir      a run's folder: settings, checkpoint, metrics, masks
//	data        pictures and labels; data/open reads a folder, data/own the user's files, data/get fetches;
//	            data/iris has Fisher's irises
//
// Where it runs:
//
//	compute              what a device can do: buffers, kernels, programs
//	compute/kernels      every operation: equation, arguments, Go code, adjoint
//	compute/gemm         the inner loop of matrix products, in Go, AVX2, AVX-512 and wasm;
//	                     gemm/gen writes it
//	compute/tiles        shaders of matrix products, in tiles that suit their sizes
//	compute/cpu          goroutines over the samples of a batch
//	compute/webgpu       a GPU: writes shaders of the kernels' pieces of WGSL;
//	                     compute/webgpu/dawn is the driver of native programs,
//	                     compute/webgpu/browser the page's
//	compute/computetest  the conformance suite of all devices
//	fft                  transforms of interleaved lines, and of lines in SIMD lanes;
//	                     fft/gen writes the passes, in Go and for AVX2 and AVX-512,
//	                     fft/wasmgen the page's SIMD kernel, fft/wgsl a GPU's shaders
//	speed                how fast all that is, beside other programs;
//	                     speed/nets times updates of large networks
//
// Ground:
//
//	fmath       exp, log, sin and cos that are the same on every platform
//	rng         random numbers from a counter
//	errs        error texts without package fmt
//
// Imports run one way, from the ground up to the front ends in cmd and wasm;
// deps_test.go has the table with a reason for each row.
//
// # Programs of your own
//
// A module of yours imports these packages with a copy of Talbot beside it:
//
//	go mod edit -require talbot@v0.0.0 -replace talbot=../talbot
//	go mod tidy
//	GOEXPERIMENT=simd go build
//
// Without GOEXPERIMENT=simd all works and gives the same to rounding, but on amd64 it
// takes three to four times as long (measured on AVX2), and nothing says so by itself: fft.Kernel() tells what
// a program computes with. Runnable examples are beside the code: diffractive.NewSession
// trains by preset, train.NewBackprop by hand, layer by layer, rundir.MasksOf takes the
// masks out, and package optics propagates light.
//
// # Conventions
//
// Units are SI: m, rad, s, W/m2. Arrays are [batch][y][x]; complex numbers are
// interleaved re, im pairs of float32. Sample (i, j) of a plane is at
// x = (i - Nx/2) Dx, y = (j - Ny/2) Dy.
//
// Time dependence is exp(-i omega t): forward propagation multiplies by
// exp(+i kz z); the carrier exp(i k z) of the axis is left out. <a, b> is
// sum conj(a) b, and the gradient g of a real loss L is the one with
// dL = Re<g, dE>. Parameter gradients accumulate (+=), field gradients overwrite
// (=). Transforms are unnormalised forward and 1/N inverse.
//
// k z is about 1e6 rad, so transfer functions are computed in float64, their phase
// reduced modulo 2 pi, and rounded to float32 once.
//
// Randomness is counter-based: a number depends on (seed, stream, step, index)
// alone. Nothing here reads a clock. The same seed gives the same run bit for bit
// on one kind of processor, with any number of threads; without SIMD the bits are
// the same natively and in a browser.
//
// Mistakes of a programmer panic with the package's name. What the world gets
// wrong (files, users) is an error that says what to do.
package sim
