package sim_test

import (
	"slices"
	"strings"
	"testing"
)

// row says what one package of the module may import, and why. Imports are
// separated by spaces: packages of this module by their folder, those of other
// modules by a prefix of their path. The standard library is free but for the
// table in reserved and for what lean packages must not link.
type row struct {
	pkg     string
	imports string
	why     string
}

// lean packages are linked into the engine of the page, wasm/worker. They may
// import no other kind, so the engine stays small and the same everywhere.
var lean = []row{
	{"sim/errs", "", "error texts; below everything"},
	{"sim/fmath", "", "functions with the same bits on every platform; below everything"},
	{"sim/rng", "sim/fmath", "counter-based random numbers; below everything"},
	{"sim/compute", "sim/errs", "the contract of devices, which knows no device and no physics"},
	{"sim/fft", "sim/errs sim/fmath", "transforms of plain arrays, which kernels call"},
	{"sim/fft/gen/dft", "", "the transforms that all generators write, in no language"},
	{"sim/fft/wgsl", "sim/fmath sim/fft/gen/dft", "writes transforms for a GPU, when a program is compiled"},
	{"sim/compute/gemm", "sim/fft", "the inner loop of matrix products, which kernels call; fft knows whether the browser has SIMD"},
	{"sim/compute/tiles", "sim/compute", "shaders of products of matrices, for kernels to bring along"},
	{"sim/compute/half", "", "complex numbers in half the bytes, which only a device of a GPU keeps"},
	{"sim/compute/kernels", "sim/errs sim/fmath sim/rng sim/fft sim/compute sim/compute/gemm sim/compute/tiles", "one operation a file; what a device runs, not which"},
	{"sim/compute/cpu", "sim/errs sim/fft sim/compute", "a device; it runs any kernel, and so knows none, but knows which SIMD there is"},
	{"sim/compute/webgpu", "sim/errs sim/compute sim/compute/half sim/fft/wgsl", "a device; it writes shaders of the kernels' pieces, for whatever driver it is given"},
	{"sim/compute/webgpu/browser", "sim/errs sim/compute/webgpu", "the driver of the page's engine: WebGPU of the browser"},

	{"sim/optics", "sim/errs sim/fmath sim/fft sim/compute sim/compute/kernels", "free space: grids, fields, propagators"},
	{"sim/optics/closed", "sim/fmath", "closed forms of diffraction: numbers from numbers"},
	{"sim/element", "sim/errs sim/fmath sim/fft sim/rng sim/optics", "lenses, apertures and all else that stands in the light, as profiles"},
	{"sim/multiplier", "sim/errs sim/fmath sim/rng sim/compute sim/optics sim/element", "the optical multiplier of matrix and vector, as light and as a matrix with faults"},
	{"sim/opu", "sim/errs sim/fmath sim/rng sim/compute sim/compute/kernels sim/optics sim/element", "the optical processing unit: mirrors, a matrix that scatters, a camera, and a medium to compare"},
	{"sim/source", "sim/errs sim/fmath sim/rng sim/compute sim/compute/kernels sim/optics", "a stage: light and inputs on the first plane"},
	{"sim/measure", "sim/errs sim/fmath sim/fft sim/optics", "numbers from planes of light"},
	{"sim/modulator", "sim/errs sim/fmath sim/rng sim/compute sim/compute/kernels sim/optics", "a stage: what a mask does to the field"},
	{"sim/absorber", "sim/errs sim/fmath", "what absorbers and coupled modes do beside the layers of a network: numbers from numbers"},
	{"sim/detect", "sim/errs sim/fmath sim/compute sim/compute/kernels sim/optics", "a stage: regions and read-out on the last plane"},
	{"sim/loss", "sim/errs sim/fmath sim/compute sim/compute/kernels", "a stage: a number from the read-out"},
	{"sim/optim", "sim/errs sim/fmath sim/compute sim/compute/kernels", "updates of trainable arrays, whatever they mean"},
	{"sim/network", "sim/errs sim/fmath sim/rng sim/compute sim/compute/kernels sim/optics sim/element sim/multiplier sim/opu sim/source sim/modulator sim/detect sim/loss", "the stages in a row; it is trained by others"},
	{"sim/data", "sim/errs", "pictures and labels from bytes that others have read"},
	{"sim/data/iris", "sim/data", "Fisher's irises, which come with the program"},
	{"sim/data/datatest", "sim/data sim/rng", "pictures that tests learn from"},
	{"sim/search", "sim/rng", "searches by measurements alone, whatever is measured"},
	{"sim/circuit", "sim/errs sim/fmath sim/rng", "photonic circuits beside the layers of a network: numbers from numbers"},
	{"sim/train", "sim/errs sim/fmath sim/rng sim/compute sim/compute/kernels sim/optics sim/modulator sim/network sim/optim sim/loss sim/data", "methods and the loop; not what is trained for"},
	{"sim/plant", "sim/errs sim/rng sim/compute sim/compute/kernels sim/optics sim/modulator sim/network sim/data", "benches, and methods that measure them; apart from train, as a page need not carry contexts and clocks"},
	{"sim/rig", "sim/errs sim/rng sim/fft sim/compute sim/compute/kernels sim/optics sim/modulator sim/plant", "panels, cameras and the bench of them, real or simulated; it tells no method which"},
	{"sim/frame", "sim/errs", "the picture of a bench that every front end draws; it knows no physics"},
	{"sim/experiment", "sim/errs sim/fmath sim/rng sim/frame sim/compute sim/compute/kernels sim/optics sim/modulator sim/optim sim/network sim/data sim/train", "the contract between systems and front ends: parameters, settings, sessions and what they can, events; it knows no system"},
	{"sim/system/diffractive", "sim/errs sim/frame sim/fmath sim/fft sim/rng sim/compute sim/compute/kernels sim/optics sim/source sim/modulator sim/detect sim/loss sim/optim sim/network sim/data sim/train sim/experiment", "the system of diffractive networks and of codesign: settings, presets, training and tests"},
	{"sim/system/basic", "sim/errs sim/frame sim/compute sim/optics sim/optics/closed sim/element sim/data sim/experiment", "the system of wave optics: basic experiments and their closed forms"},
	{"sim/rig/virtual", "sim/errs sim/fft sim/fmath sim/rng sim/compute sim/compute/kernels sim/optics sim/element sim/modulator sim/rig sim/experiment", "a bench whose light is computed, with hidden faults that are parameters; the page can carry it"},
	{"sim/system/absorber", "sim/errs sim/frame sim/fmath sim/rng sim/compute sim/compute/kernels sim/modulator sim/multiplier sim/loss sim/network sim/optim sim/data sim/train sim/experiment", "the system of saturable absorbers: settings, presets, made-up points, training and tests"},
	{"sim/system/dante", "sim/errs sim/frame sim/rng sim/compute sim/compute/kernels sim/modulator sim/optics sim/loss sim/network sim/optim sim/data sim/train sim/experiment", "the system of dual neurons: settings, presets, training in steps, tests by convolution and by light"},
	{"sim/system/chip", "sim/errs sim/frame sim/rng sim/compute sim/compute/kernels sim/circuit sim/network sim/data sim/data/iris sim/train sim/experiment", "the system of photonic circuits: a chip that learns irises, and two modes that become one"},
	{"sim/system/forward", "sim/errs sim/frame sim/fmath sim/rng sim/compute sim/compute/kernels sim/optics sim/source sim/detect sim/loss sim/optim sim/network sim/data sim/train sim/plant sim/rig sim/rig/virtual sim/experiment", "the system of networks that learn on a bench with faults: settings, presets, methods and tests"},
	{"sim/system/focus", "sim/errs sim/frame sim/compute sim/compute/kernels sim/rng sim/optics sim/element sim/measure sim/modulator sim/network sim/data sim/train sim/plant sim/rig sim/rig/virtual sim/search sim/experiment", "the system of light that is to meet behind a scatterer, by fully forward mode and by searches"},
	{"sim/system/scatter", "sim/errs sim/frame sim/rng sim/compute sim/compute/kernels sim/optics sim/source sim/detect sim/loss sim/network sim/data sim/train sim/plant sim/rig sim/rig/virtual sim/experiment sim/system/focus sim/system/forward", "the system of pictures that are told apart through a scatterer, by masks or by electronics"},
	{"sim/system/feedback", "sim/errs sim/frame sim/rng sim/compute sim/compute/kernels sim/opu sim/loss sim/network sim/data sim/train sim/experiment", "the system of direct feedback alignment by scattered light: settings, presets, training, tests, what is seen of it"},
	{"sim/system/diffusion", "sim/errs sim/frame sim/fmath sim/rng sim/compute sim/compute/kernels sim/network sim/data sim/train sim/experiment sim/system/feedback", "the system of networks that make pictures of noise, and learn by the ways of feedback: settings, presets, samples"},
	{"sim/system/language", "sim/errs sim/frame sim/rng sim/compute sim/compute/kernels sim/network sim/data sim/train sim/experiment sim/system/feedback", "the system of language models, which learn by the ways of feedback: settings, presets, tokens, training and tests"},
	{"sim/system/all", "sim/experiment sim/system/diffractive sim/system/diffusion sim/system/basic sim/system/absorber sim/system/dante sim/system/feedback sim/system/chip sim/system/forward sim/system/focus sim/system/scatter sim/system/language", "the list of systems, for programs that have them all"},
	{"sim/speed", "sim/errs sim/fmath sim/rng sim/fft sim/compute sim/compute/kernels sim/compute/cpu sim/data sim/optics sim/opu sim/optim sim/network sim/experiment sim/system/diffractive", "times all of the above by a clock that it is given"},
	{"sim/engine", "sim/errs sim/compute sim/data sim/train sim/network sim/frame sim/experiment", "an experiment driven by messages, whoever sends them; no pictures, no files"},
	{"wasm/adapter", "sim/errs sim/compute sim/compute/cpu sim/compute/webgpu sim/compute/webgpu/browser sim/experiment sim/engine", "the engine in a Web Worker: messages of JavaScript, and where it computes"},
	{"wasm/worker", "sim/system/diffractive wasm/adapter", "the first system's engine in a Web Worker"},
	{"wasm/systems", "sim/experiment sim/system/absorber sim/system/basic sim/system/diffractive wasm/adapter", "the engine of absorbers and wave optics, and of tables for masks; a program of its own, so that the first one stays small"},
	{"wasm/hybrids", "sim/experiment sim/system/dante sim/system/diffusion sim/system/feedback wasm/adapter", "the engine of networks of light and electronics, apart for the same reason"},
	{"wasm/benches", "sim/experiment sim/system/chip sim/system/focus sim/system/forward wasm/adapter", "the engine of benches with faults, apart for the same reason"},
	{"wasm/context", "", "Go's package of that name without deadlines, which the builds of wasm/hybrids and wasm/benches put in its place"},
	{"wasm/speed", "sim/errs sim/speed", "what site/speed.html measures; a program of its own, so that the engine stays small"},
}

// heavy packages are for programs with an operating system, or for drawing.
var heavy = []row{
	{"sim/compute/computetest", "sim/errs sim/fmath sim/rng sim/fft sim/compute sim/compute/half sim/compute/kernels", "the conformance suite that each device's test runs"},
	{"sim/rig/fourier", "sim/errs sim/fft sim/rng sim/compute/kernels sim/element sim/modulator sim/plant sim/rig", "masks between two lenses: what such a bench needs, found by its frames, and the reading of pictures"},
	{"sim/rig/twin", "sim/errs sim/rng sim/compute sim/compute/kernels sim/element sim/modulator sim/optics sim/plant sim/rig gonum.org/v1/gonum", "a simulation of a bench that is fitted to its frames, and masks can learn on; the other library solves its equations"},
	{"sim/rig/rigtest", "sim/compute sim/plant sim/rig", "the conformance suite that the test of each panel, camera and bench runs"},
	{"sim/rig/gige", "", "a GigE Vision camera fed by a function; it knows the protocol and no physics"},
	{"sim/rig/monitor", "github.com/jezek/xgb", "which monitors an X server has, and what they show; ebiten brings xgb, and tells neither"},
	{"sim/rig/window", "sim/optics sim/rig", "the driver of panels that are monitors: a program of its own for each, and how to speak with it"},
	{"sim/rig/aravis", "sim/optics sim/rig github.com/ebitengine/purego", "the driver of real cameras: Aravis' C API without cgo"},
	{"sim/rig/v4l2", "sim/optics sim/rig golang.org/x/sys", "the driver of cameras that Linux itself drives; by its system calls, as Go libraries tell no frame's number"},
	{"sim/rig/open", "sim/optics sim/modulator sim/rig sim/rig/aravis sim/rig/v4l2 sim/rig/virtual sim/rig/window", "a bench of real devices from a file"},
	{"sim/rig/loop", "sim/compute sim/rig sim/rig/gige sim/rig/monitor sim/rig/open sim/rig/virtual", "a simulated bench behind real protocols: what screens show becomes what cameras see"},
	{"sim/rig/record", "sim/rig sim/rig/open", "all that is shown and seen on a bench, in a folder, and a bench of it"},
	{"sim/rig/calibrate", "sim/element sim/errs sim/modulator sim/plant sim/rig", "calibrations of a bench, each verified and refused when it is no better"},
	{"sim/rig/hologram", "sim/errs sim/compute sim/modulator sim/optics sim/plant sim/rig sim/rng", "phases of which light makes a picture, by simulation and by a bench's camera"},
	{"sim/rig/check", "sim/errs sim/plant sim/rig", "tests of a bench, real or simulated, by pictures and frames"},
	{"sim/optics/exact", "sim/errs sim/fft sim/optics gonum.org/v1/gonum", "the propagators in complex128, with another library's transforms of fast lengths: an oracle, and files in float64"},
	{"sim/optics/npy", "", "arrays in NumPy's formats, as bytes: light, masks, checkpoints"},
	{"sim/optics/judge", "sim/errs sim/fft sim/rng sim/optics sim/optics/exact", "how far propagated light is from the integral, and the method that is nearest"},
	{"sim/validate", "sim/rng sim/compute sim/optics sim/optics/exact sim/optics/closed sim/element sim/source", "what the propagators are held against: cases of a test and of a command"},
	{"wasm/proof", "sim/errs sim/compute sim/compute/cpu sim/compute/webgpu sim/compute/webgpu/browser sim/validate", "the page's check of its own arithmetic; a program of its own, as few visits ask for it"},
	{"sim/compute/webgpu/dawn", "sim/compute/webgpu github.com/ebitengine/purego sim/fft/wgsl", "the driver of a native program: Dawn's C API without cgo"},
	{"sim/compute/gemm/gen", "github.com/mmcloughlin/avo", "generator of the products' assembly, a module of its own"},
	{"sim/fft/gen/assembly", "sim/fft/gen/dft", "instructions and registers for the generator"},
	{"sim/fft/gen", "sim/fft/gen/dft sim/fft/gen/assembly", "generator of the passes of sim/fft, scalar and SIMD"},
	{"sim/fft/wasmgen", "sim/fft/gen/dft sim/fft/wasmgen/asm", "generator of the page's SIMD kernel"},
	{"sim/fft/wasmgen/asm", "", "instructions and modules of WebAssembly in binary"},
	{"sim/data/open", "assets sim/errs sim/data", "data sets from folders; the shipped pictures tell whose others are"},
	{"sim/data/own", "sim/rng sim/data sim/optics/npy", "a user's own data set, from folders of PNGs, NPZ, CSV and IDX"},
	{"sim/data/get", "sim/data sim/data/open", "data sets from the world"},
	{"sim/data/pack", "sim/data sim/data/open", "generator of assets/data"},
	{"sim/experiment/run", "sim/errs sim/compute sim/data sim/network sim/train sim/experiment", "a run of any system to its end; the page drives its own"},
	{"sim/report", "sim/data sim/modulator sim/rundir sim/system/diffractive", "trained masks tested as no deployment has them; for commands and records"},
	{"sim/part", "golang.org/x/image", "files and sheets that masks are made by, and back; it knows no network"},
	{"sim/cascade", "sim/errs sim/compute sim/data sim/modulator sim/network sim/optics sim/plant sim/system/diffractive", "diffractive networks as what one bench shows layer by layer"},
	{"sim/fabricate", "sim/compute sim/compute/kernels sim/data sim/experiment sim/part sim/system/diffractive", "parts of a network's masks and its accuracy with them, for the command and the page alike"},
	{"wasm/trials", "sim/compute/cpu sim/data sim/cluster/attempt", "what computes a hub's trials in a page; it comes when a page works for one"},
	{"wasm/part", "sim/compute sim/compute/cpu sim/data sim/experiment sim/fabricate sim/part sim/system/diffractive", "what makes parts on the page, and reads them; it comes when somebody wants one"},
	{"sim/speed/nets", "sim/errs sim/rng sim/compute sim/data sim/network sim/train sim/speed sim/system/dante sim/system/language", "times the updates of large networks, apart from what the page times"},
	{"sim/speed/parts", "sim/part sim/rng", "files of masks that are made, timed beside KLayout"},
	{"sim/speed/rivals", "sim/speed", "other programs that do the cases of sim/speed"},
	{"sim/speed/report", "", "tables of what was measured"},
	{"sim/rundir", "sim/errs sim/compute sim/compute/kernels sim/data sim/network sim/optics/npy sim/optim sim/train sim/experiment github.com/google/renameio sim/system/diffractive sim/system/all", "runs and checkpoints in folders, written whole or not at all"},

	{"sim/reproduce", "sim/data sim/experiment", "the shape of published experiments, of their results and records; who makes the runs is another's"},
	{"sim/reproduce/d2nn", "sim/experiment sim/fmath sim/modulator sim/part sim/reproduce sim/rng sim/system/diffractive sim/report", "the published experiments on diffractive networks as lists of runs"},
	{"sim/reproduce/sa", "sim/rng sim/experiment sim/reproduce sim/system/absorber", "the published experiments on saturable absorbers as lists of runs"},
	{"sim/reproduce/photonics", "sim/errs sim/circuit sim/experiment sim/reproduce sim/system/chip sim/system/focus sim/system/forward sim/system/scatter", "fully forward mode beside its networks as lists of runs"},
	{"sim/reproduce/dfa", "sim/compute sim/data sim/experiment sim/network sim/reproduce sim/system/diffusion sim/system/feedback sim/system/language gonum.org/v1/gonum", "experiments on direct feedback alignment as lists of runs; the eigenvalues of a distance are another library's"},
	{"sim/reproduce/ffm", "sim/experiment sim/measure sim/reproduce sim/rig/virtual sim/system/forward", "the published experiments on fully forward mode training as lists of runs"},
	{"sim/reproduce/dante", "sim/compute sim/data sim/experiment sim/plant sim/reproduce sim/rig/fourier sim/rig/virtual sim/system/dante sim/train", "the published experiments on dual neurons as lists of runs"},
	{"sim/reproduce/all", "sim/reproduce sim/reproduce/dante sim/reproduce/d2nn sim/reproduce/ffm sim/reproduce/dfa sim/reproduce/photonics sim/reproduce/sa", "the list of experiments, for programs that have them all"},
	{"sim/reproduce/run", "sim/compute sim/data sim/experiment sim/experiment/run sim/reproduce sim/rundir sim/system/all sim/train", "makes the runs of such lists, in folders"},
	{"sim/reproduce/fit", "sim/rng sim/compute sim/modulator sim/optics sim/network sim/train gonum.org/v1/gonum", "the fits of DANTE's masks as an experiment, and one of them; L-BFGS is another library's"},

	{"sim/reproduce/scaling", "sim/errs sim/rng sim/compute sim/compute/kernels sim/opu sim/network sim/optim sim/data sim/system/feedback gonum.org/v1/gonum", "step times of direct feedback alignment by size, and the law of them; least squares are another library's"},
	{"sim/guard", "golang.org/x/time", "who may speak with a server of this program: token, TLS, Host and Origin, limits; rates are another library's"},
	{"sim/remote", "sim/errs sim/engine sim/guard github.com/coder/websocket", "the engine behind a WebSocket: its wire, who controls and who looks on; which systems it has is its program's"},
	{"sim/cluster", "sim/guard github.com/nats-io", "trials over many workers: a queue, leases, results and checkpoints on NATS; it knows no physics"},
	{"sim/cluster/schedulers", "k8s.io/api sigs.k8s.io/json", "tests alone: what is printed for schedulers, read by the types of Kubernetes; a module of its own, as they bring many more"},
	{"sim/cluster/board", "sim/cluster sim/cluster/sweep sim/rundir", "a page that shows a hub to people; it only reads"},
	{"sim/cluster/sweep", "sim/rng sim/experiment sim/cluster sim/system/all", "trials from lists and ranges of parameters, and which of them go on"},
	{"sim/cluster/attempt", "sim/compute sim/data sim/experiment sim/experiment/run sim/network sim/rundir sim/train sim/system/all", "a trial from start to result, in a program or a page; it knows no hub"},
	{"sim/cluster/share", "sim/experiment sim/network sim/train sim/cluster sim/cluster/attempt github.com/nats-io", "one training of many computers, added in a fixed order; it loads no pictures"},
	{"sim/cluster/tabs", "sim/data sim/cluster sim/cluster/attempt sim/cluster/share sim/cluster/work github.com/nats-io", "open pages as workers: what stands between them and a hub"},
	{"sim/cluster/work", "sim/cluster/attempt sim/cluster/share sim/network sim/compute/cpu sim/compute sim/data sim/experiment sim/experiment/run sim/rundir sim/train sim/cluster sim/rig sim/system/all sim/system/forward sim/reproduce sim/reproduce/all sim/reproduce/run", "what a worker does with a trial"},

	{"sim/digest", "", "tests alone: a digest of the masks of every preset after 20 updates"},
	{"sim", "", "the map, documentation only"},

	{"assets", "", "files, embedded"},

	{"render/colormap", "", "colours from numbers; knows no physics"},
	{"render/text", "github.com/golang/freetype golang.org/x/image", "set type, in pictures of any kind"},
	{"render/view", "render/colormap render/text", "pictures from arrays"},
	{"render/plot", "render/colormap render/text github.com/golang/freetype golang.org/x/image", "axes, lines and colour bars"},
	{"render/figure", "sim/errs sim/frame render/colormap render/text render/view render/plot golang.org/x/image", "the figures of a run"},
	{"render/lab/geometry", "", "where things stand on the bench, and how they are seen"},
	{"render/lab/labtest", "sim/frame gonum.org/v1/gonum", "frames for tests, by other means than the simulator's"},
	{"render/lab/display", "", "says that there is no display before ebiten panics, so it comes before all others"},
	{"render/lab", "sim/frame render/colormap render/text render/view render/lab/geometry render/lab/display github.com/hajimehoshi/ebiten", "the scene of page and desk, drawn from frames alone"},

	{"wasm/lab", "sim/errs sim/frame render/colormap render/text render/view render/lab github.com/hajimehoshi/ebiten", "the scene in the page; it computes no physics"},
	{"wasm/pack", "sim/fft/wasmgen/asm", "a step of the build: the data of what Go's linker wrote, in one segment"},
	{"cmd/internal/free", "sim/compute/cpu", "asks the system how much memory is free, for both programs"},
	{"cmd/internal/ship", "assets sim/compute/cpu sim/data sim/data/open sim/experiment sim/frame sim/optics/npy sim/rundir sim/system/diffractive", "generator of assets/masks and assets/first.bin"},
	{"cmd/internal/gen", "render/colormap sim/experiment sim/system/all", "generator of the page's colour tables and of site/catalogue.js"},
	{"cmd/talbot", "assets cmd/internal/free sim/* render/colormap render/text render/view render/plot render/figure github.com/spf13/cobra github.com/spf13/pflag github.com/schollz/progressbar github.com/sbinet/npyio github.com/google/renameio golang.org/x/term golang.org/x/image", "the command line; pure Go, so nothing of ebiten"},
	{"cmd/talbot-desk", "assets cmd/internal/free sim/* render/colormap render/text render/view render/lab render/lab/display github.com/hajimehoshi/ebiten github.com/spf13/cobra github.com/spf13/pflag", "the native window"},
}

// reserved are imports that only some packages may have, lean or heavy. A name
// with a last slash stands for all packages below.
var reserved = []struct {
	imports, pkgs, why string
}{
	{"syscall/js", "wasm/ sim/compute/webgpu/browser", "the rest must build and behave the same everywhere"},
	{"github.com/hajimehoshi/ebiten", "render/lab wasm/lab cmd/talbot-desk", "about 2 MB of page and cgo on Linux"},
	{"github.com/golang/freetype", "render/text render/plot", "one place sets type"},
	{"os os/exec os/signal net net/http", "cmd/ sim/cluster sim/cluster/board sim/cluster/work sim/guard sim/remote wasm/lab wasm/pack render/figure sim/rundir sim/reproduce/run sim/speed/parts sim/speed/rivals sim/data/open sim/data/get sim/data/pack sim/compute/webgpu/dawn sim/rig/gige sim/rig/monitor sim/rig/window sim/rig/open sim/rig/loop sim/rig/record sim/fft/gen sim/fft/wasmgen", "files and network are for the edges; what is between takes bytes and gives bytes (wasm/lab: os.Exit)"},
	{"testing", "sim/compute/computetest sim/rig/rigtest", "only a conformance suite is a test outside _test.go"},
	{"math/rand math/rand/v2", "render/lab/labtest", "random numbers come from sim/rng, keyed by seed and step, or a run could not be repeated"},
	{"unsafe", "cmd/internal/free sim/engine wasm/adapter wasm/part wasm/speed sim/fft sim/rig/aravis sim/rig/v4l2 sim/compute/webgpu/dawn sim/compute/webgpu/browser", "JavaScript copies the bytes of a float array; SIMD passes move vectors without a check for each; C takes addresses, and so does the API of Windows"},
	{"C", "", "talbot is one static binary, built without a C compiler"},
}

// tooBig are the imports that a lean package must not have.
const tooBig = "fmt log encoding/json encoding/gob encoding/xml compress/ archive/ reflect regexp text/ html/ net net/ os os/ io/ioutil time flag image image/ testing embed"

// TestImports holds every package to its row. A new package needs a row: say in
// it what it is for, and keep the list short.
func TestImports(t *testing.T) {
	pkgs := modulePackages(t, "..")
	rows := append(slices.Clone(lean), heavy...)
	for _, r := range rows {
		found, ok := pkgs[r.pkg]
		if !ok {
			t.Errorf("%s has a row but no Go files: delete the row", r.pkg)
			continue
		}
		if r.why == "" {
			t.Errorf("%s: its row gives no reason", r.pkg)
		}
		allowed := strings.Fields(r.imports)
		for _, i := range found {
			if !isStandard(i.path) && !slices.ContainsFunc(allowed, i.matches) {
				t.Errorf("%s: %s must not import %s (%s: %s)", i.file, r.pkg, i.path, r.pkg, r.why)
			}
		}
	}
	for pkg := range pkgs {
		if !slices.ContainsFunc(rows, func(r row) bool { return r.pkg == pkg }) {
			t.Errorf("%s has no row in the import table of sim/deps_test.go: add one, with its reason", pkg)
		}
	}
}

func TestReservedImports(t *testing.T) {
	for pkg, found := range modulePackages(t, "..") {
		for _, i := range found {
			for _, r := range reserved {
				if slices.ContainsFunc(strings.Fields(r.imports), i.matches) && !slices.ContainsFunc(strings.Fields(r.pkgs), below(pkg)) {
					t.Errorf("%s: %s must not import %s: %s", i.file, pkg, i.path, r.why)
				}
			}
		}
	}
}

func TestEngineStaysLean(t *testing.T) {
	pkgs := modulePackages(t, "..")
	for _, r := range lean {
		for _, i := range pkgs[r.pkg] {
			if slices.ContainsFunc(strings.Fields(tooBig), below(i.path)) {
				t.Errorf("%s: %s must not import %s: the page's engine links it", i.file, r.pkg, i.path)
			}
		}
		for _, allowed := range strings.Fields(r.imports) {
			if !slices.ContainsFunc(lean, func(other row) bool { return other.pkg == allowed }) {
				t.Errorf("the row of %s allows %s, which is not lean", r.pkg, allowed)
			}
		}
	}
}

// TestOneWay checks that the table itself allows no cycle, and so has an order.
func TestOneWay(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range lean {
		for _, i := range strings.Fields(r.imports) {
			if !seen[i] {
				t.Errorf("%s may import %s, which does not stand above it in the table", r.pkg, i)
			}
		}
		seen[r.pkg] = true
	}
}
