#!/usr/bin/env bash
# octave-image 2.14.0 (Debian 12: octave-image 2.14.0-4, octave 7.3.0-2), the image package of GNU Octave.
#
# Input: a Gaussian point spread function of 7 x 7 pixels and random ones of 6 x 6 and 7 x 7, made the transfer function of a frame of 64 x 64 and of 63 x 63
# by psf2otf, and made a point spread function of its first size again by otf2psf.
#
# Guess: each comes back.
# Seen: those whose size and frame are both even or both odd come back, and so does an even one from an odd frame. An odd one from an even frame, the
# usual case, comes back shifted by one pixel: its brightest pixel is 5, 5 and not 4, 4, and one row and one column are lost. No error.
# psf2otf is right. Take the whole psf = circshift(ifft2(otf), floor(size/2)), and cut it out by hand.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" octave-image=2.14.0-4 octave=7.3.0-2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >spread.m <<'M'
addpath('usr/share/octave/packages/image-2.14.0');
addpath(genpath('usr/lib/x86_64-linux-gnu/octave/packages'));
rand('seed', 1);
gauss = exp(-((-3:3)'.^2 + (-3:3).^2) / 4.5); gauss /= sum(gauss(:));
for frame = [64 63]
  for psf = {gauss, rand(7), rand(6)}
    psf = psf{1};
    back = otf2psf(psf2otf(psf, [frame frame]), size(psf));
    [~, k] = max(psf(:)); [~, l] = max(back(:)); [i, j] = ind2sub(size(psf), [k l]);
    printf("%d in %d: brightest pixel %d %d becomes %d %d, largest difference %.4f\n", rows(psf), frame, i(1), j(1), i(2), j(2), max(abs(back(:) - psf(:))));
  end
end
frame = rand(64);
filtered = real(ifft2(fft2(frame) .* psf2otf(gauss, [64 64]))); around = frame(mod(-3:66, 64) + 1, mod(-3:66, 64) + 1);
printf("filtering by psf2otf is off by %.4f\n", max(max(abs(filtered - conv2(around, gauss, 'valid')))));
M
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home OCTAVE_HOME=$dir/usr OCTAVE_EXEC_HOME=$dir/usr LD_LIBRARY_PATH=$LD_LIBRARY_PATH usr/bin/octave-cli --no-init-file spread.m 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
7 in 64: brightest pixel 4 4 becomes 5 5, largest difference 0.0346
7 in 64: brightest pixel 4 7 becomes 2 7, largest difference 0.9496
6 in 64: brightest pixel 1 4 becomes 1 4, largest difference 0.0000
7 in 63: brightest pixel 4 4 becomes 4 4, largest difference 0.0000
7 in 63: brightest pixel 5 6 becomes 5 6, largest difference 0.0000
6 in 63: brightest pixel 2 4 becomes 2 4, largest difference 0.0000
filtering by psf2otf is off by 0.0000
WANT
echo 'as found on 30 November 2026'
