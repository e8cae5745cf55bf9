#!/usr/bin/env bash
# ngspice 39.3 (Debian 12: ngspice 39.3+ds-1, simulator of circuits), its commands fft and psd, as a detector's amplifier is looked at.
#
# Input: a sine of 1 V and 1 kHz on 0.5 V, its root mean square 0.866 V, sampled each microsecond at 8192, 8193, 12,000 and 16,384 points; the height of its line
# by fft with the flat top window, which is made to give heights, and the root mean square that psd says.
#
# Guess: 1.00 V and 0.87 V, for each length, and 0.5 V at frequency 0.
# Seen: so for the lengths that are powers of two. One point more and the line is 0.5 V: zeros are added up to the next power of two and then counted as
# samples. 12,000 points give 0.73 V, and psd says 0.62 V and 0.74 V. It says how many zeros, not what they do. The value at frequency 0 is twice the mean. A
# window changes psd too: the same sine has 1.68 V behind the flat top. Take a power of two, or the command fourier, which is right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" ngspice=39.3+ds-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
library=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
for points in 8192 8193 12000 16384; do
	cat >sine.cir <<CIR
a sine on a level
V1 a 0 sin(0.5 1 1k)
R1 a 0 1k
.tran 1u $((points - 1))u 0 1u
.control
run
fourier 1k v(a)
linearize v(a)
set specwindow=flattop
fft v(a)
let level = mag(v(a)[0])
let line = vecmax(mag(v(a)) * (frequency gt 500))
print level line
setplot tran2
psd 1 v(a)
setplot tran2
set specwindow=none
psd 1 v(a)
.endc
.end
CIR
	HOME=$dir/home LD_LIBRARY_PATH=$library usr/bin/ngspice -b sine.cir >said 2>&1 || true
	awk -v points="$points" '$1 == 1 && $2 == 1000 { printf "%d points: by fourier %.2f V;", points, $3 }
		/^FFT.*padding/ { printf " %d zeros;", $NF }
		/^level =/ { printf " by fft %.2f V at 0", $3 }
		/^line =/ { printf " and a line of %.2f V;", $3 }
		/^Noise voltage/ { printf " by psd %.2f V %s", $(NF - 3), ++seen == 1 ? "with the window and" : "without\n" }' said
done | tee out
diff out - <<'WANT'
8192 points: by fourier 1.00 V; 0 zeros; by fft 1.00 V at 0 and a line of 1.00 V; by psd 1.68 V with the window and by psd 0.87 V without
8193 points: by fourier 1.00 V; 8191 zeros; by fft 0.50 V at 0 and a line of 0.50 V; by psd 1.19 V with the window and by psd 0.62 V without
12000 points: by fourier 1.00 V; 4384 zeros; by fft 0.73 V at 0 and a line of 0.73 V; by psd 1.44 V with the window and by psd 0.74 V without
16384 points: by fourier 1.00 V; 0 zeros; by fft 1.00 V at 0 and a line of 1.00 V; by psd 1.68 V with the window and by psd 0.88 V without
WANT
echo 'as found on 1 December 2026'
