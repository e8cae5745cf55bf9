# shellcheck shell=bash
# The steps of "./build.sh test", which build.sh reads.

check_format() {
	local bad
	bad=$(gofmt -l assets cmd render sim site wasm)
	[ -z "$bad" ] || die "not formatted: run gofmt -w ${bad//$'\n'/ }"
	! have shellcheck || shellcheck -x build.sh .ci/run sim/speed/pairs.sh sim/cluster/hosts.sh sim/cluster/schedulers/*.sh sim/rig/loop/*.sh sim/rig/v4l2/vivid.sh cmd/talbot/wine.sh
}
# All of it, so that the tests need not vet again, which takes a second for each package and way to build it.
vet_all() {
	"${fast[@]}" vet ./...
	go vet ./sim/...
	wasm vet -tags wasmsimd ./sim/... ./render/... ./wasm/...
	wasm vet -tags wasmsimd,webgpu ./wasm/worker ./wasm/adapter ./wasm/systems ./wasm/hybrids ./wasm/benches ./wasm/proof ./wasm/part ./wasm/trials ./sim/compute/webgpu/browser
}
processors() { getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2; }
# The tests of GPUs run on the one that Chromium brings as a program, if it is there
# and no other is wanted.
test_native() {
	local icd=/usr/lib/chromium/vk_swiftshader_icd.json
	if [ -z "${VK_DRIVER_FILES:-}" ] && [ -e "$icd" ]; then export VK_DRIVER_FILES=$icd; fi
	# The longest packages wait for devices and programs half of their time: twice as many at a time as there are processors.
	xvfb-run -a "${fast[@]}" test -vet=off -timeout 30m -p "$((2 * $(processors)))" ./...
}
# Without the driver, whose tests take ten minutes so on a GPU that is a program, and
# without the example that trains by the same calls as tests beside it.
test_race() {
	local pkgs
	mapfile -t pkgs < <(go list ./sim/compute/... ./sim/train/... ./sim/rundir/... ./sim/data/... ./sim/cluster/... | grep -v /dawn$)
	go test -vet=off -race -short -skip ExampleNewBackprop -timeout 20m "${pkgs[@]}"
}

# The arithmetic on arm64, where Go's own code does it: of every transform, kernel and way of light, and the bits of
# trained masks, which are those of amd64 without SIMD. On another processor QEMU stands in for it.
test_arm64() {
	local run=()
	[ "$(go env GOHOSTARCH)" = arm64 ] || run=(-exec qemu-aarch64)
	GOARCH=arm64 CGO_ENABLED=0 go test -vet=off -short -timeout 20m ${run[@]+"${run[@]}"} \
		./sim/{fft,compute/cpu,compute/gemm,compute/half,compute/kernels,compute/tiles,optics,modulator,detect,optim,fmath,rng,digest} ||
		die "not right on arm64: to repeat one, GOARCH=arm64 go test${run[*]:+ ${run[*]}} ./sim/fft"
}

# The packages that the page's engines link, with the SIMD kernel as the page has them, which
# takes half the time. What computes with the kernel is tested without it as well. Go's wasm
# start-up has room for few kilobytes of environment, so it gets little.
test_wasm() {
	local pkgs
	# wasm/trials has all that the command has for a trial: what no other engine has is tested natively.
	mapfile -t pkgs < <(wasm list -deps -tags wasmsimd,webgpu $(wasm list ./wasm/... | grep -v '/trials$') | grep '^talbot/sim/')
	go run ./sim/fft/wasmgen -o site/simd.wasm
	wasm test -vet=off -short -tags wasmsimd -exec "env -i 'PATH=$PATH' 'HOME=$HOME' node --stack-size=8192 '$PWD/sim/fft/wasmgen/go_wasm_exec.mjs'" "${pkgs[@]}"
	wasm test -short -exec "env -i 'PATH=$PATH' 'HOME=$HOME' '$(go env GOROOT)/lib/wasm/go_js_wasm_exec'" \
		./sim/fft ./sim/compute/... ./sim/optics ./sim/network ./sim/train/...
}
test_command() { dist/talbot list; }
test_desk() {
	rm -f artefacts/desk.png
	xvfb-run -a -s '-screen 0 1280x800x24' dist/talbot-desk --frames 30 --screenshot artefacts/desk.png
	[ "$(head -c 4 artefacts/desk.png | tail -c 3)" = PNG ] || die 'artefacts/desk.png is not a picture'
	[ "$(wc -c <artefacts/desk.png)" -gt 20000 ] || die 'artefacts/desk.png is nearly empty: look at it'
	# A busy machine may be late for a frame: three tries.
	if [ "$(go env GOOS)" = linux ] && have apt-get; then
		dist/talbot rig check --virtual mild || dist/talbot rig check --virtual mild || dist/talbot rig check --virtual mild
	fi
}
# The page's test tools, by the exact versions of the lock file.
need_npm() {
	local lock=package-lock.json
	if ! [ "site/test/node_modules/.$lock" -nt "site/test/$lock" ]; then
		npm ci --prefix site/test --ignore-scripts --no-audit --no-fund --loglevel=error
	fi
}
test_page() {
	local files
	mapfile -t files < <(find site/test -name '*.test.mjs' | sort)
	[ ${#files[@]} -gt 0 ] || die 'site/test has no *.test.mjs'
	local failed again
	failed=$(mktemp)
	# Two files at a time: pages wait for much.
	page_tests "$failed" --test-concurrency=2 "${files[@]}" && { rm -f "$failed"; return; }
	# A browser on a busy machine starves now and then. Files that failed run once more, alone: one that fails again is at fault.
	mapfile -t again <"$failed"
	if [ ${#again[@]} -eq 0 ] || [ ${#again[@]} -gt 3 ] || [ -n "${TALBOT_STRICT:-}" ]; then rm -f "$failed"; return 1; fi
	say "once more, alone: ${again[*]}"
	page_tests "$failed" --test-concurrency=1 "${again[@]}" || { rm -f "$failed"; return 1; }
	rm -f "$failed"
	say "UNSTEADY, passed at the second time only: ${again[*]}"
}
page_tests() {
	local failed=$1
	shift
	TALBOT_PREBUILT=1 node --test --test-timeout=600000 --test-reporter=tap --test-reporter-destination=stdout \
		--test-reporter=./site/test/failed.mjs --test-reporter-destination="$failed" "$@"
}

# Random clicking and typing for so many seconds, from a seed.
cmd_fuzz() {
	need_go
	need node nodejs
	need npm npm
	have chromium || have google-chrome || need_apt chromium
	CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v google-chrome)}
	export CHROMIUM
	step 'site/{simd,worker,worker-gpu,systems,hybrids,benches,proof,part,trials,lab,speed}.wasm, site/wasm_exec.js' build_page
	step 'test tools of the page' need_npm
	TALBOT_FUZZ=${1:-600} TALBOT_SEED=${2:-1} TALBOT_PREBUILT=1 node --test --test-timeout=$((1000 * (${1:-600} + 900))) site/test/fuzz.test.mjs
}
