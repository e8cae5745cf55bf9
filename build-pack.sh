# shellcheck shell=bash
# What the page weighs, and how it is packed, which build.sh reads.

# packed FILE...: the sum of their sizes, each as gzip -9 makes it.
packed() {
	local f sum=0
	for f in "$@"; do
		[ -f "$f" ] || die "no $f to weigh"
		case $f in
		*.gz) sum=$((sum + $(wc -c <"$f"))) ;;
		*) sum=$((sum + $(gzip -9c "$f" | wc -c))) ;;
		esac
	done
	echo "$sum"
}

# within BYTES BUDGET TEXT: prints one line, and fails if it is too much.
within() {
	if [ "$1" -le "$2" ]; then
		printf '    %9d of %9d  %s\n' "$1" "$2" "$3"
	else
		printf '    %9d of %9d  %s: OVER BUDGET by %d bytes\n' "$1" "$2" "$3" $(($1 - $2))
		return 1
	fi
}

# sizes compares what the page loads with the budgets. All scripts and styles
# count for the first picture, though some come later; a language other than English
# and what only the lab, a GPU, other systems, displays, panels, lessons and site/later need do not;
# what runs beside the engine in its worker, asks it, and keeps a run counts with the engine, as it comes with that,
# when the first picture is there.
sizes() {
	local f first engine content lab gpu systems display panel bad=0
	local shell=(index.html manifest.webmanifest assets/first.bin)
	while IFS= read -r f; do shell+=("$f"); done < <(
		find site \( -name test -o -name speed -o -name gpu \) -prune -o -type f \( -name '*.js' -o -name '*.css' -o -name '*.json' \) ! -name wasm_exec.js ! -path site/lab.js ! -path site/worker.js ! -path site/simd.js ! -path 'site/i18n/??-*' ! -path 'site/i18n/sentence.js' ! \( -path 'site/i18n/??.js' ! -name en.js \) ! -path 'site/display/*' ! -path 'site/panel/*' ! -path 'site/keep/*' ! -path 'site/session/*' ! -path 'site/later/*' ! -path 'site/lessons/*' ! -path site/files.json -print | sort
	)
	lab=$(packed site/lab.wasm site/lab.js)
	display=$(packed site/display/*)
	panel=$(packed site/panel/*)
	first=$(packed "${shell[@]}")
	engine=$(packed site/worker.wasm site/simd.wasm site/wasm_exec.js site/worker.js site/simd.js site/session/*.js site/keep/*.js)
	content=$(packed assets/masks/d2nn-mnist-64.npy assets/data/mnist/*)
	printf '    %9d  page, %d engine, %d masks and pictures\n' "$first" "$engine" "$content"
	within "$first" "$BUDGET_FIRST" 'to the first picture' || bad=1
	within $((first + engine + content)) "$BUDGET_LIVE" 'live and trainable, with masks and MNIST' || bad=1
	gpu=$(packed site/worker-gpu.wasm site/gpu/*.js)
	within "$gpu" "$BUDGET_GPU" 'the engine for a GPU' || bad=1
	within "$lab" "$BUDGET_LAB" 'the lab' || bad=1
	within "$(packed site/proof.wasm)" "$BUDGET_PROOF" "the page's check of itself" || bad=1
	within "$(packed site/part.wasm)" "$BUDGET_PART" 'the engine of parts' || bad=1
	for systems in systems hybrids benches; do within "$(packed "site/$systems.wasm")" "$BUDGET_SYSTEMS" "the engine $systems" || bad=1; done
	within "$(packed site/trials.wasm)" "$BUDGET_TRIALS" 'the engine of trials' || bad=1
	within "$display" "$BUDGET_DISPLAY" 'displays' || bad=1
	within "$panel" "$BUDGET_PANEL" 'panels' || bad=1
	within "$(packed site/lessons/*)" "$BUDGET_LESSONS" 'lessons' || bad=1
	[ ! -d assets/more ] || within "$(packed assets/more/*/*)" "$BUDGET_MORE" 'pictures that come once it is live' || bad=1
	return $bad
}

# page_files writes what the page consists of, by which offline.js tells its versions apart:
# the SHA-256 of each file, and those that a page needs first.
page_files() {
	find index.html manifest.webmanifest site assets -type f ! -path 'site/test/*' ! -path 'site/speed/*' ! -name 'speed.*' ! -name '*.go' ! -path 'site/files.json*' ! -name readme.png | LC_ALL=C sort | xargs sha256sum | awk '
	{
		files = files (NR > 1 ? ",\n" : "") "\"" $2 "\":\"" $1 "\""
		if ($2 ~ /\.(js|css|json|html|webmanifest)$/ || $2 ~ /^site\/(worker|simd)\.wasm$/ || $2 ~ /^assets\/(first\.bin|data\/mnist\/|masks\/d2nn-mnist-64\.npy)/) first = first (first ? "," : "") "\"" $2 "\""
	}
	END { printf "{\"first\":[%s],\n\"files\":{\n%s\n}}\n", first, files }' >site/files.json.part
	mv site/files.json.part site/files.json
}

cmd_dist() {
	cmd_build
	say dist/talbot.tar.gz
	# The same files give the same archive.
	tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=go=rX,u+rw \
		--exclude=site/test --exclude=site/speed/rivals --exclude='*.go' --transform='s,^\(dist/\)\?,talbot/,' \
		-cf - index.html manifest.webmanifest offline.js README.md docs LICENSE NOTICE site assets dist/talbot | gzip -9n >dist/talbot.tar.gz.part
	mv dist/talbot.tar.gz.part dist/talbot.tar.gz
	printf '    %d bytes\n' "$(wc -c <dist/talbot.tar.gz)"
	need zip zip
	say dist/talbot-page.zip
	# The page alone: unpacked, any web server serves it.
	local dir
	dir=$(mktemp -d)
	tar --sort=name --mtime='2020-01-01 UTC' --exclude=site/test --exclude=site/speed --exclude=site/speed.* --exclude='*.go' \
		--transform='s,^,talbot-page/,' -cf - index.html manifest.webmanifest offline.js LICENSE NOTICE site assets | tar -C "$dir" -xf -
	rm -f dist/talbot-page.zip
	(cd "$dir" && find talbot-page -type f | LC_ALL=C sort | TZ=UTC zip -X -q -9 -@ page.zip)
	mv "$dir/page.zip" dist/talbot-page.zip
	rm -r "$dir"
	printf '    %d bytes\n' "$(wc -c <dist/talbot-page.zip)"
}

# Systems that the programs are built for, and those of them whose desk needs no C compiler.
RELEASES=(linux-amd64 linux-arm64 darwin-arm64 darwin-amd64 windows-amd64)
DESKS=(windows-amd64)

# cmd_release packs the page with the programs for each of these systems, or those named.
cmd_release() {
	local target os arch name end dir wanted=("$@")
	[ ${#wanted[@]} -gt 0 ] || wanted=("${RELEASES[@]}")
	for target in "${wanted[@]}"; do
		case " ${RELEASES[*]} " in *" $target "*) ;; *) die "there is no release for $target: ${RELEASES[*]}" ;; esac
	done
	cmd_build
	need zip zip
	rm -rf dist/release
	mkdir -p dist/release
	for target in "${wanted[@]}"; do
		os=${target%-*} arch=${target#*-} name=talbot-$target end=''
		[ "$os" != windows ] || end=.exe
		dir=dist/release/$name
		mkdir -p "$dir"
		step "dist/release/$name" release_programs
		tar --exclude=site/test --exclude=site/speed/rivals --exclude='*.go' -cf - index.html manifest.webmanifest offline.js README.md docs LICENSE NOTICE site assets | tar -C "$dir" -xf -
		(cd dist/release && find "$name" -type f -exec touch -d '2020-01-01 UTC' {} + && find "$name" -type f | LC_ALL=C sort | TZ=UTC zip -X -q -9 -@ "$name.zip")
		rm -r "$dir"
	done
	(cd dist/release && sha256sum ./*.zip >SHA256SUMS && cat SHA256SUMS)
}
# release_programs builds them for os and arch into dir; the desk of this system is that of build.
release_programs() {
	local g=(go)
	[ "$arch" != amd64 ] || g=("${fast[@]}") # SIMD is for amd64
	GOOS=$os GOARCH=$arch CGO_ENABLED=0 "${g[@]}" build -trimpath ${stamp[@]+"${stamp[@]}"} -o "$dir/talbot$end" ./cmd/talbot
	if [ "$target" = "$(go env GOHOSTOS)-$(go env GOHOSTARCH)" ] && [ -e dist/talbot-desk ]; then
		cp dist/talbot-desk "$dir/"
	elif [[ " ${DESKS[*]} " == *" $target "* ]]; then
		GOOS=$os GOARCH=$arch CGO_ENABLED=0 "${g[@]}" build -trimpath -o "$dir/talbot-desk$end" ./cmd/talbot-desk
	else
		say "no talbot-desk for $target: build it there, it needs a C compiler"
	fi
}
