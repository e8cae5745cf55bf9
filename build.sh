#!/usr/bin/env bash
# Builds, tests and runs Talbot. Needs Go 1.26; what else a command needs, it
# installs if it is missing (Debian packages with apt, test tools with npm).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# The version goes into the programs where git can tell it; an unpacked archive, or
# a folder that git does not trust, builds as well. Go does not see a worktree that git
# has linked (golang/go#58218), nor says so, and takes the commit of a repository around
# it: there the version is given.
stamp=()
if ! git rev-parse HEAD >/dev/null 2>&1; then vcs=false; else vcs=auto; fi
if [ $vcs = auto ] && [ -f .git ]; then
	vcs=false
	dirty=
	[ -z "$(git status --porcelain)" ] || dirty=+dirty
	stamp=(-ldflags "-X main.commit=$(git rev-parse HEAD)$dirty")
fi
export GOFLAGS="${GOFLAGS:-} -buildvcs=$vcs"

# Budgets of the page, in bytes of gzip -9.
BUDGET_FIRST=110000  # to the first picture
BUDGET_LIVE=1220000  # to a network that can be trained
BUDGET_GPU=1060000   # the engine that comes instead where a GPU computes, and its scripts
BUDGET_SYSTEMS=1500000 # systems.wasm, hybrids.wasm and benches.wasm each, which come when an experiment of theirs is chosen, or with a calibration table
BUDGET_TRIALS=2500000 # trials.wasm: all systems, for pages that work off trials of a hub
BUDGET_DISPLAY=8000   # the panel that comes when the masks are of a display
BUDGET_PANEL=12000   # what draws panels, which comes with the first frame that has some
BUDGET_LESSONS=40000 # all of them, in all languages; a visitor loads one
BUDGET_PROOF=960000  # proof.wasm, with which the page checks itself when asked to
BUDGET_PART=1450000   # part.wasm, which makes parts that can be made, when somebody wants one
BUDGET_MORE=750000   # the 4,000 pictures that come once a network can be trained
BUDGET_LAB=2800000   # lab.wasm, which comes after that; most of it is ebiten

# The steps of the test command.
# shellcheck source=build-test.sh
. ./build-test.sh
# What the page weighs, and how it is packed.
# shellcheck source=build-pack.sh
. ./build-pack.sh
# What is tried beside the tests.
# shellcheck source=build-try.sh
. ./build-try.sh

usage() {
	cat <<'END'
usage: ./build.sh COMMAND

  run     build, serve the page on this machine and open it; more arguments go
          to "talbot serve"
  test    everything: format, vet, tests natively, with the race detector, those of
          the arithmetic on arm64 (in QEMU), in wasm and in a browser, and size budgets
  build   dist/talbot, dist/talbot-desk and the page's site/*.wasm
  engines NAME...
          site/NAME.wasm alone: worker, worker-gpu, systems, hybrids, benches, proof, part, trials, lab, speed
  files   site/files.json, by which a page that is kept for offline knows its version
  data    get MNIST and Fashion-MNIST, and cut the 4,000 pictures of MNIST that the
          page fetches once it is live (assets/more; "build" does where the set is)
  webgpu  get the library that talbot drives GPUs with (Dawn)
  speed   build and measure: more arguments go to "talbot speed"
  speed-rivals
          get the libraries that site/speed.html compares with, and FFTW, SciPy,
          OpenBLAS and PyTorch for "talbot speed --rival all"
  fuzz [SECONDS [SEED]]
          click and type at random in the page, ten minutes if nothing else is said
  schedulers
          try what "talbot submit --as" prints: the Job against the types of Kubernetes,
          the script on a Slurm of this machine (slurm-wlm, munge; wants root)
  hosts [SECONDS]
          try hub and workers on two hosts, which are network namespaces, with
          the cable of one pulled for so long (20; wants root)
  vivid   try the driver of V4L2 cameras on Linux's test device, in QEMU: minutes, without root
          where qemu-system-x86 and busybox-static are installed
  panels [GRADE]
          calibrate and check a bench of two panels and two cameras, which is a process of
          its own behind screens and GigE Vision, and learn, answer and read two layers there:
          many minutes, what it says is in artefacts/two-panels
  in-situ [GRADE [PICTURES]]
          learn on a bench that is a process of its own behind screens and GigE Vision, by fully
          forward mode, and on the same one computed: five minutes, accuracy and frames of both
          are in artefacts/in-situ
  wine    try the engine for Windows under Wine 10, which is that of Debian 13: where there is none, root
          and debootstrap put one into a folder; minutes
  dist    build, and pack the page and talbot into dist/talbot.tar.gz, and the
          page alone into dist/talbot-page.zip
  release [SYSTEM ...]
          build, and pack page and programs for Linux, macOS and Windows into
          dist/release/*.zip, with their SHA-256: linux-amd64, linux-arm64,
          darwin-arm64, darwin-amd64, windows-amd64
END
}

say() { printf '==> %s\n' "$*"; }
die() {
	printf 'build.sh: %s\n' "$*" >&2
	exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# step TEXT COMMAND...: says what it does and how long it took.
step() {
	say "$1"
	doing=$1
	began=$SECONDS
	"${@:2}"
	parts+=("$(printf '%6d s  %s' $((SECONDS - began)) "$1")")
	doing=
	printf '    %d s\n' $((SECONDS - began))
}
doing='' began=0 parts=()
# ended STATUS: after tests says how long each part took; names the part that failed.
ended() {
	if [ "$1" != 0 ] && [ -n "$doing" ]; then parts+=("$(printf '%6d s  %s: FAILED' $((SECONDS - began)) "$doing")"); fi
	if [ -n "${testing:-}" ] && [ ${#parts[@]} -gt 0 ]; then printf '%s\n' "${parts[@]}" "$(printf '%6d s  in all' "$SECONDS")"; fi
	if [ "$1" != 0 ] && [ -n "$doing" ]; then echo "build.sh: failed: $doing" >&2; fi
}
trap 'ended $?' EXIT

need_go() {
	have go || die 'needs Go 1.26 or later: install it from https://go.dev/dl/ and put it into PATH'
	go version >/dev/null || die 'go does not run: see its message above'
	[ "$(go env GOARCH)" != amd64 ] || fast=(env GOEXPERIMENT=simd go)
	! GOEXPERIMENT=nogreenteagc go version >/dev/null 2>&1 || collector=nogreenteagc
}

# fast is go with the SIMD code that package fft has for some processors; without
# it everything works, slower. The programs choose by the processor they run on.
fast=(go)
collector=

updated= # whether apt-get update has run
# need_apt PACKAGE...: installs the Debian packages that are missing.
need_apt() {
	local p missing=() sudo=()
	for p in "$@"; do
		if ! dpkg-query -W -f '${db:Status-Status}\n' "$p" 2>/dev/null | grep -qx installed; then
			missing+=("$p")
		fi
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	have apt-get || die "needs what Debian calls ${missing[*]}: install it, then run this again"
	if [ "$(id -u)" != 0 ]; then
		have sudo || die "needs root to install packages: run, as root, apt-get install ${missing[*]}"
		sudo=(sudo)
	fi
	say "installing ${missing[*]}"
	[ -n "$updated" ] || ${sudo[@]+"${sudo[@]}"} apt-get update -q=2
	updated=yes
	${sudo[@]+"${sudo[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -q=2 -y --no-install-recommends "${missing[@]}"
}

# need COMMAND PACKAGE...: installs the packages if there is no such command.
need() { have "$1" || need_apt "${@:2}"; }

# desk_headers tells whether ebiten can be compiled here: it needs a C compiler
# and these headers on Linux, and nothing elsewhere.
DESK_PACKAGES=(gcc libc6-dev libgl-dev libx11-dev libxrandr-dev libxinerama-dev libxcursor-dev libxi-dev libxxf86vm-dev)
desk_headers() {
	[ "$(go env GOOS)" = linux ] || return 0
	have gcc || return 1
	local h
	for h in GL/glx.h X11/Xlib.h X11/Xcursor/Xcursor.h X11/extensions/{Xrandr,Xinerama,XInput2,xf86vmode}.h; do
		[ -e "/usr/include/$h" ] || return 1
	done
}

# wasm is go for the page. Its engines have one thread, to which the newer garbage
# collector of Go 1.26 brings nothing but 13 kB; a later Go may have no other.
wasm() { GOOS=js GOARCH=wasm GOEXPERIMENT=$collector go "$@"; }

build_native() { CGO_ENABLED=0 "${fast[@]}" build -trimpath ${stamp[@]+"${stamp[@]}"} -o dist/talbot ./cmd/talbot; }
build_desk() { "${fast[@]}" build -trimpath -o dist/talbot-desk ./cmd/talbot-desk; }
build_page() { build_engines worker worker-gpu systems hybrids benches proof part trials lab speed; }
# build_engines NAME...: site/NAME.wasm, and what all of them need.
build_engines() {
	# Without inlining Go's runtime is 25 kB smaller, its maps, numbers as text and calls of
	# JavaScript 3 kB, and packages that record programs rather than compute are 7 kB; a step
	# takes no longer.
	local p name flags small=(-gcflags=runtime=-l -gcflags=internal/runtime/maps=-l -gcflags=strconv=-l)
	for p in data detect engine experiment frame loss modulator network optim source system/diffractive train; do small+=("-gcflags=talbot/sim/$p=-l"); done
	# What writes shaders, and has them run, 32 kB.
	local shaders=(-gcflags=talbot/sim/compute/webgpu=-l -gcflags=talbot/sim/fft/wgsl=-l)
	go run ./sim/fft/wasmgen -o site/simd.wasm
	# Go's contexts without their deadlines, where nothing else needs package time: see wasm/context.
	local overlay
	overlay=$(mktemp)
	printf '{"Replace":{"%s/src/context/context.go":"%s/wasm/context/context.go"}}\n' "$(go env GOROOT)" "$PWD" >"$overlay"
	local built=()
	for name in "$@"; do
		built+=("site/$name.wasm")
		case $name in
		worker) flags=("${small[@]}" -tags wasmsimd) ;;
		worker-gpu) flags=("${small[@]}" "${shaders[@]}" -tags 'wasmsimd,webgpu') ;;
		systems | hybrids | benches)
			flags=("${small[@]}" "${shaders[@]}" -tags 'wasmsimd,webgpu')
			for p in circuit opu plant rig rig/virtual rundir search system/{absorber,basic,chip,dante,feedback,focus,forward}; do flags+=("-gcflags=talbot/sim/$p=-l"); done
			;;
		lab) flags=() ;;
		proof) flags=(-tags 'wasmsimd,webgpu') ;;
		*) flags=(-tags wasmsimd) ;;
		esac
		case $name in hybrids | benches) flags+=(-overlay "$overlay") ;; esac
		wasm build ${flags[@]+"${flags[@]}"} -trimpath -ldflags '-s -w' -o "site/$name.wasm" "./wasm/${name%-gpu}"
	done
	rm "$overlay"
	go run ./wasm/pack ${built[@]+"${built[@]}"}
	# It must be of the same release as the compiler.
	# Without its comments but the first, which names the licence: a sixth of what a visitor loads of it.
	sed '4,${/^[[:space:]]*\/\//d}' "$(go env GOROOT)/lib/wasm/wasm_exec.js" >site/wasm_exec.js
}

cmd_build() {
	need_go
	step 'dist/talbot' build_native
	if desk_headers; then
		step 'dist/talbot-desk' build_desk
	else
		say "no dist/talbot-desk: it needs ${DESK_PACKAGES[*]}"
	fi
	step 'site/{simd,worker,worker-gpu,systems,hybrids,benches,proof,part,trials,lab,speed}.wasm, site/wasm_exec.js' build_page
	[ -d assets/more/mnist ] || step 'assets/more' more_pictures
	step 'site/files.json' page_files
	step 'sizes as gzip -9' sizes
}

cmd_files() { page_files; }
cmd_engines() {
	need_go
	build_engines "$@"
	page_files
}

cmd_run() {
	need_go
	step 'dist/talbot' build_native
	step 'site/{simd,worker,worker-gpu,systems,hybrids,benches,proof,part,trials,lab,speed}.wasm, site/wasm_exec.js' build_page
	local open=()
	if have open && [ "$(uname)" = Darwin ] || have xdg-open && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
		open=(--open)
	fi
	exec dist/talbot serve ${open[@]+"${open[@]}"} "$@"
}

cmd_data() {
	need_go
	step 'dist/talbot' build_native
	local set
	for set in mnist fashion-mnist; do
		step "$set" dist/talbot data get "$set"
	done
	step 'assets/more, the pictures that the page fetches once it is live' go run ./sim/data/pack -more
}
# more_pictures makes them where the set is, which "data" gets; a page without goes by those that it comes with.
more_pictures() { go run ./sim/data/pack -more || say 'no pictures for later: "./build.sh data" gets them'; }

# webgpu_folder is where package sim/compute/webgpu/dawn looks for the library.
webgpu_folder() {
	if [ "$(uname)" = Darwin ]; then
		echo "$HOME/Library/Caches/talbot/webgpu"
	else
		echo "${XDG_CACHE_HOME:-$HOME/.cache}/talbot/webgpu"
	fi
}
cmd_webgpu() {
	need npm npm
	step 'Dawn, by npm' webgpu_library
	[ "$(uname)" != Linux ] || ! have apt-get || need_apt libvulkan1
}
# The packages by the exact versions and hashes of the lock file.
webgpu_library() {
	local to lock=package-lock.json
	to=$(webgpu_folder)
	if [ "$to/node_modules/.$lock" -nt "sim/compute/webgpu/dawn/npm/$lock" ]; then return; fi
	mkdir -p "$to"
	cp sim/compute/webgpu/dawn/npm/package.json sim/compute/webgpu/dawn/npm/$lock "$to/"
	npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund --loglevel=error
}

cmd_speed() {
	need_go
	step 'dist/talbot' build_native
	exec dist/talbot speed "$@"
}

cmd_speed-rivals() {
	need npm npm
	step 'site/speed/rivals, by npm' speed_libraries
	if have apt-get; then
		step 'FFTW, SciPy, OpenBLAS and PyTorch' need_apt gcc libc6-dev libfftw3-dev python3-scipy libopenblas0-pthread python3-torch
	else
		say 'for "talbot speed --rival all" install FFTW (single precision), SciPy, OpenBLAS and PyTorch'
	fi
}
speed_libraries() {
	npm ci --prefix site/test/speed --ignore-scripts --no-audit --no-fund --loglevel=error
	node site/test/speed/fill.mjs
}

cmd_test() {
	testing=yes
	need_go
	need node nodejs
	need npm npm
	have chromium || have google-chrome || need_apt chromium
	need xvfb-run xvfb xauth
	[ "$(uname)" != Linux ] || [ "$(go env GOHOSTARCH)" = arm64 ] || need qemu-aarch64 qemu-user
	! have apt-get || need_apt libaravis-0.8-0 # elsewhere the tests of cameras skip
	need_apt_desk
	CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v google-chrome)}
	export CHROMIUM
	mkdir -p artefacts
	step 'format' check_format
	step 'vet, for this machine and for wasm' vet_all
	cmd_webgpu
	step 'tests' test_native
	step 'tests with the race detector' test_race
	[ "$(uname)" != Linux ] || step 'the arithmetic on arm64, in QEMU' test_arm64
	step 'tests in wasm, under Node' test_wasm
	cmd_build
	step 'the command' test_command
	step 'the desk, on a virtual screen' test_desk
	step 'test tools of the page' need_npm
	step "the page, in $CHROMIUM" test_page
	say "all passed in $SECONDS s; screenshots are in artefacts/"
}
# The desk's packages, and an OpenGL that needs no graphics card.
need_apt_desk() {
	desk_headers || need_apt "${DESK_PACKAGES[@]}"
	[ "$(go env GOOS)" != linux ] || ! have dpkg-query || need_apt libgl1 libgl1-mesa-dri
}

case "${1:-}" in
run | test | build | engines | files | data | webgpu | speed | speed-rivals | schedulers | hosts | vivid | wine | panels | in-situ | fuzz | dist | release) "cmd_$1" "${@:2}" ;;
bench | bench-rivals) "cmd_${1/bench/speed}" "${@:2}" ;; # as they were called
-h | --help | help) usage ;;
*)
	usage >&2
	exit 2
	;;
esac
