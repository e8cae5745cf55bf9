#!/usr/bin/env bash
# Tries the engine for Windows under Wine: wine.sh FOLDER, for what is downloaded and built. talbot.exe lists, trains an epoch and goes on for another, and its files are to be those of the
# program for this system, bit for bit; tests of packages that all runs stand on follow, built for Windows. Wine 8, of Debian 12, has no bcryptprimitives.dll, without which no program of
# Go 1.26 starts; Wine 10, of Debian 13, has. Where Wine is older or missing, Debian 13 is put into the folder, which wants root and debootstrap; nothing of this system is changed. It shows that the
# program runs, and nothing about speed, monitors or cameras there. talbot-desk.exe fills a screen without a monitor by OpenGL, pixel by pixel; by DirectX, which ebiten takes where nobody says, Wine shows none of it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mkdir -p "$1"
to=$(cd "$1" && pwd)
root=$to/debian-13 base=/work
if [ "$(wine --version 2>/dev/null | grep -o '[0-9]*' | head -n 1)" -ge 10 ] 2>/dev/null; then
	root='' base=$to/work
elif [ ! -x "$root/usr/lib/wine/wine64" ]; then
	if [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; then
		echo 'skipped: the trial of the engine for Windows wants Wine 10 or later, or root and debootstrap, which put Debian 13 and its Wine into a folder'
		exit 0
	fi
	rm -rf "$root"
	debootstrap --variant=minbase trixie "$root"
	chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -q=2 -y --no-install-recommends wine64
fi
work=$root$base
rm -rf "$work/windows" "$work/here" "$work/sim"
mkdir -p "$work"
# inside COMMAND... runs it where Wine is, which wants to find itself in /proc.
inside() {
	if [ -z "$root" ]; then
		"$@"
	else
		# shellcheck disable=SC2016 # that shell's own
		unshare --mount sh -c 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' "$root" "$@"
	fi
}
# windows FOLDER PROGRAM ARGUMENT... runs a program for Windows in a folder of work.
windows() {
	local wine=wine
	[ -z "$root" ] || wine=/usr/lib/wine/wine64
	# shellcheck disable=SC2016
	inside env HOME="$base" XDG_RUNTIME_DIR=/tmp WINEPREFIX="$base/prefix" WINEDEBUG=-all LC_ALL=C.UTF-8 \
		sh -c 'cd "$1" && shift && exec "$@"' sh "$base/$1" "$wine" "${@:2}"
}
end() { inside env HOME="$base" WINEPREFIX="$base/prefix" "$([ -n "$root" ] && echo /usr/lib/wine/wineserver64 || echo wineserver)" -k || true; }
trap end EXIT

export CGO_ENABLED=0 GOEXPERIMENT=simd
go build -trimpath -o "$work/here/talbot" ./cmd/talbot
export GOOS=windows GOARCH=amd64
go build -trimpath -o "$work/windows/talbot.exe" ./cmd/talbot
packages='fft optics data network train rundir compute/cpu'
for p in $packages; do
	mkdir -p "$work/sim/$p"
	cp -r "sim/$p/." "$work/sim/$p/"
	go test -vet=off -c -o "$work/sim/$p/package.test.exe" "./sim/$p"
done

bad=0
windows windows talbot.exe list >"$work/list.txt"
"$work/here/talbot" list | cmp - <(tr -d '\r' <"$work/list.txt") || bad=1
training=(train d2nn-mnist-64 --data built-in --limit-train 60 --limit-test 20 --batch 4 --layers 2 --device cpu --out run)
windows windows talbot.exe "${training[@]}" --epochs 1 >"$work/one.txt"
windows windows talbot.exe train --resume run --epochs 2 | tail -n 4
(cd "$work/here" && ./talbot "${training[@]}" --epochs 1 >one.txt && ./talbot train --resume run --epochs 2 >two.txt)
for f in checkpoint.npz masks.npy phase.npy; do
	cmp "$work/here/run/$f" "$work/windows/run/$f" || bad=1
done
for p in $packages; do
	printf '%-12s ' "$p"
	windows "sim/$p" ./package.test.exe -test.short -test.timeout 8m | tail -n 1 || bad=1
done
# A simulated bench without protocols, which calibrates itself.
windows windows talbot.exe rig calibrate curves --virtual mild --direct --samples 48 curves.json 2>/dev/null | head -n 1 || bad=1
# The window of a panel, on a screen without a monitor.
if ! command -v Xvfb >/dev/null; then
	echo 'skipped: the window of a panel wants Xvfb'
else
	[ -z "$root" ] || inside env DEBIAN_FRONTEND=noninteractive apt-get install -q=2 -y --no-install-recommends libgl1 libglx-mesa0 libgl1-mesa-dri libx11-6 libxrandr2 libxi6 libxcursor1 libxinerama1 >"$work/apt.txt" 2>&1
	go build -trimpath -o "$work/windows/talbot-desk.exe" ./cmd/talbot-desk
	# shellcheck disable=SC2016
	printf '#!/usr/bin/env bash\nroot=%q base=%q\n%s\n%s\nexport DISPLAY LIBGL_ALWAYS_SOFTWARE=1 EBITENGINE_GRAPHICS_LIBRARY=opengl\nwindows windows talbot-desk.exe "$@"\n' \
		"$root" "$base" "$(declare -f inside)" "$(declare -f windows)" >"$work/desk"
	chmod +x "$work/desk"
	exec 3>"$work/display"
	Xvfb -displayfd 3 -ac -screen 0 640x480x24 -nolisten tcp >/dev/null 2>&1 &
	screen=$!
	exec 3>&-
	until [ -s "$work/display" ]; do sleep 0.2; done
	DISPLAY=:$(cat "$work/display")
	export DISPLAY
	monitor=$("$work/desk" slm --list 2>/dev/null | head -n 1 | sed 's/, [0-9]* x .*//' | tr -d '\r')
	GOOS='' GOARCH='' TALBOT_DESK=$work/desk TALBOT_MONITOR=$monitor go test -count=1 ./sim/rig/window -run TestExact -v | grep 'picture\|^ok\|FAIL' || bad=1
	kill $screen
fi
if [ $bad != 0 ]; then
	echo 'BAD: see above' >&2
	exit 1
fi
echo "good: the engine for Windows under $(windows . --version | tr -d '\r'): trained and gone on with, it leaves the files of this system's, bit for bit, and the tests of $(wc -w <<<"$packages") packages pass"
