#!/usr/bin/env bash
# octave-bsltl 1.3.1 (Debian 12: octave-bsltl 1.3.1-4, octave 7.3.0-2), the package of GNU Octave for dynamic laser speckle.
#
# Input: twelve frames of random levels of 0 to 255, once as doubles and once as uint8, as imread gives them; the activity by the graphic methods and by the
# co-occurrence matrix, whose help asks for integers of 0 to 255.
#
# Guess: the formulas of the help, for both types.
# Seen: of doubles each is right but one: graphrvd has the other sign than its formula. Of uint8 a difference is 0 wherever the frame gets darker
# and each sum stops at 255: mean difference, inertia moment and regular difference are all 23, 255 of 11 steps, where they are 89, 11732 and 0.7, and the
# contrast is 0. The co-occurrence matrix counts level 255 as 254. No error or warning.
# Give the frames as doubles, as the package's own reader of BMP does.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" octave-bsltl=1.3.1-4 octave=7.3.0-2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >activity.m <<'M'
addpath(genpath('usr/share/octave/packages/bsltl-1.3.1'));
rand('seed', 1);
frames = floor(rand(4, 5, 12) * 256); bytes = uint8(frames); n = 12;
step = frames(:,:,1:n-1) - frames(:,:,2:n); both = frames(:,:,1:n-1) + frames(:,:,2:n);
function said(name, want, doubles, bytes)
  printf("%s: by its formula %.2f, of doubles %.2f, of uint8 %.2f\n", name, mean(want(:)), mean(double(doubles(:))), mean(double(bytes(:))));
end
said('graphavd', mean(abs(step), 3), graphavd(frames, 'off'), graphavd(bytes, 'off'));
said('graphim', mean(step.^2, 3), graphim(frames, 'off'), graphim(bytes, 'off'));
said('graphrvd', mean(step, 3), graphrvd(frames, 'off'), graphrvd(bytes, 'off'));
said('fujii', 200 / (n - 1) * sum(abs(step) ./ (both + eps), 3), fujii(frames, 'off'), fujii(bytes, 'off'));
said('stdcont', std(frames, 1, 3) ./ mean(frames, 3), stdcont(frames, 'off'), stdcont(bytes, 'off'));
history = [255 254; 254 255];
printf("inertia moment of 255, 254: by doubles %g, by uint8 %g\n", inertiamoment(coom(history)), inertiamoment(coom(uint8(history))));
M
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home OCTAVE_HOME=$dir/usr OCTAVE_EXEC_HOME=$dir/usr LD_LIBRARY_PATH=$LD_LIBRARY_PATH usr/bin/octave-cli --no-init-file activity.m 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
graphavd: by its formula 89.24, of doubles 89.24, of uint8 23.00
graphim: by its formula 11732.38, of doubles 11732.38, of uint8 23.00
graphrvd: by its formula 0.72, of doubles -0.72, of uint8 23.00
fujii: by its formula 77.49, of doubles 77.49, of uint8 20.85
stdcont: by its formula 0.56, of doubles 0.56, of uint8 0.00
inertia moment of 255, 254: by doubles 1, by uint8 0
WANT
echo 'as found on 30 November 2026'
