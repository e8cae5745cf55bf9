#!/usr/bin/env bash
# Scilab 6.1.1 (Debian 12: scilab-cli 6.1.1+dfsg2-6), unwrap.
#
# Input: phases modulo 2 pi that grow by 1 to 3 rad a sample, a phase of 8 sin(2 pi 2 t) at 60 samples, and one that grows by 0.8 rad with noise of
# 0.3; no step is larger than 1.9 but in the lines, so each is known without doubt.
#
# Guess: each is restored to 1e-12, as MATLAB's and NumPy's unwrap do (a step of more than pi is a jump).
# Seen: lines of 1 rad a sample are. From 1.5 rad on they come back wrapped as they were, at 3 rad falling instead of growing; the sine is
# off by 2 pi and the noisy line by 6 pi. The jump 2 pi, given, changes nothing: a jump is what is five times the mean of
# its two neighbours. For some an unrelated warning is printed, for others none. Unwrap by hand: add 2 pi wherever diff exceeds pi.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" scilab-cli=6.1.1+dfsg2-6 scilab-minimal-bin=6.1.1+dfsg2-6 scilab-data=6.1.1+dfsg2-6 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >phase.sce <<'SCI'
function said(name, phase)
    wrapped = pmodulo(phase + %pi, 2*%pi) - %pi
    off = []
    for jump = list(list(), list(2*%pi))
        u = unwrap(wrapped, jump(:))
        off = [off max(abs(u - u(1) - phase + phase(1)))]
    end
    mprintf("%s, largest step %.2f: off by %.2f, with the jump given %.2f\n", name, max(abs(diff(phase))), off(1), off(2))
endfunction
for step = [1 1.5 2 3]
    said(msprintf("line of %g", step), (0:19)*step)
end
t = linspace(0, 1, 60);
said("sine", 8*sin(2*%pi*2*t))
rand("seed", 1)
said("noisy line", (0:59)*0.8 + 0.3*rand(1, 60, "normal"))
SCI
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home SCI=$dir/usr/share/scilab LD_LIBRARY_PATH=$LD_LIBRARY_PATH usr/bin/scilab-cli-bin -nb -quit -f phase.sce </dev/null 2>said | tee all | grep off | tee out
[ -s out ] || cat all said
diff out - <<'WANT'
line of 1, largest step 1.00: off by 0.00, with the jump given 0.00
line of 1.5, largest step 1.50: off by 25.13, with the jump given 25.13
line of 2, largest step 2.00: off by 37.70, with the jump given 37.70
line of 3, largest step 3.00: off by 56.55, with the jump given 56.55
sine, largest step 1.70: off by 6.28, with the jump given 6.28
noisy line, largest step 1.82: off by 18.85, with the jump given 18.85
WANT
echo 'as found on 30 November 2026'
