#!/usr/bin/env bash
# GNU Octave 7.3.0 (Debian 12: octave 7.3.0-2), no package loaded.
#
# Input: the pixels 100, 200, 200 and 250 in 8 bits, 5, 60000, 60000 and 65535 in 16, an even frame of 200 and a ramp, and the same in doubles.
#
# Guess: whole numbers go to the ends of their type in sums and products of their own, as its manual says of arithmetic, but statistics are those of doubles,
# as sum, mean and std are.
# Seen: the median of an even number of pixels is 128 for 200 and 32768 for 60000, also in an even frame, where an odd number is right: the two
# middle ones are added in their type. The scalar product of two rows cuts each product at 255, the integral by trapz is 383 for 575, the mean absolute deviation
# is half of what it is, and the gradient of a falling ramp is 0. No warning.
# Say double(frame) first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" octave=7.3.0-2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >frames.m <<'M'
1;
function tell(name, row, kind)
  whole = feval(kind, row);
  even = feval(kind, repmat(row(2), 4, 4));
  falling = feval(kind, row(4):-row(2)/4:row(1));
  printf("%s of %s: sum %d, mean %.6g, scatter %.6g; median %d, of three %d, of an even frame %d\n", kind, mat2str(row), sum(whole), mean(whole), std(whole), median(whole), median(whole(2:4)), median(even(:)));
  printf("  dot %d, trapz %.6g, mad %.6g, gradient of falling %s\n", dot(whole, whole), trapz(whole), mad(whole), mat2str(double(gradient(falling))));
end
printf("Octave %s, median from %s\n", version, strrep(which("median"), getenv("OCTAVE_HOME"), ""));
for kind = {"double", "uint8"} tell("8", [100 200 200 250], kind{1}); end
for kind = {"double", "uint16"} tell("16", [5 60000 60000 65535], kind{1}); end
M
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home OCTAVE_HOME=$dir/usr OCTAVE_EXEC_HOME=$dir/usr LD_LIBRARY_PATH=$LD_LIBRARY_PATH usr/bin/octave-cli --no-init-file --no-site-file frames.m 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
Octave 7.3.0, median from /share/octave/7.3.0/m/statistics/median.m
double of [100 200 200 250]: sum 750, mean 187.5, scatter 62.9153; median 200, of three 200, of an even frame 200
  dot 152500, trapz 575, mad 43.75, gradient of falling [-50 -50 -50 -50]
uint8 of [100 200 200 250]: sum 750, mean 187.5, scatter 62.9153; median 128, of three 200, of an even frame 128
  dot 1020, trapz 382.5, mad 22.25, gradient of falling [0 0 0 0]
double of [5 60000 60000 65535]: sum 185540, mean 46385, scatter 31029.9; median 60000, of three 60000, of an even frame 60000
  dot 11494836250, trapz 152770, mad 23190, gradient of falling [-15000 -15000 -15000 -15000 -15000]
uint16 of [5 60000 60000 65535]: sum 185540, mean 46385, scatter 31029.9; median 32768, of three 60000, of an even frame 32768
  dot 196630, trapz 95537.5, mad 11595, gradient of falling [0 0 0 0 0]
WANT
echo 'as found on 1 December 2026'
