#!/usr/bin/env bash
# yorick-imutil 0.5.7 (Debian 12: yorick-imutil 0.5.7-3+b1, yorick 2.2.04+dfsg1-12), functions for pictures in Yorick: clip and eclat.
#
# Input: levels of a frame of 8 bits, Yorick's char, which is from 0 to 255, clipped to given limits; a peak in the corner of fields of even and odd size,
# whose quadrants are to be exchanged as for a Fourier transform.
#
# Guess: the levels as clipped numbers are, for 0 to 255 unchanged; the peak is in the middle, as roll puts it there.
# Seen: levels from 128 on count as negative and become the lower limit, and with the limits 0 and 255 all levels become 255. In a
# field of 5 x 5 the peak is at 5, 1 and not at 3, 3, and a second eclat does not undo it; 18 of the 30 pixels of 6 x 5 are not where roll puts them. No error.
# clip(short(frame), ...) is right. Keep sizes even, or use roll.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" yorick=2.2.04+dfsg1-12 yorick-data=2.2.04+dfsg1-12 yorick-imutil=0.5.7-3+b1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >frame.i <<'Y'
#include "imutil.i"
frame = char([0, 50, 127, 128, 200, 255]);
write, "8 bits, limits 10 and 100", long(clip(frame, 10, 100));
write, "8 bits, limits 0 and 255", long(clip(frame, 0, 255));
write, "16 bits, limits 10 and 100", long(clip(short(frame), 10, 100));
func peak(n, m) {
  field = array(0., n, m); field(1, 1) = 1;
  once = where2(eclat(field)); twice = where2(eclat(eclat(field))); rolled = where2(roll(field)); all = reform(indgen(n*m), n, m);
  write, format="%d x %d: eclat %d %d, roll %d %d, eclat twice %d %d, different %d\n", n, m, once(1), once(2), rolled(1), rolled(2), twice(1), twice(2), numberof(where(eclat(all) != roll(all)));
}
peak, 6, 4;
peak, 5, 5;
peak, 6, 5;
quit;
Y
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home LD_LIBRARY_PATH=$LD_LIBRARY_PATH usr/lib/yorick/bin/yorick -batch frame.i 2>said </dev/null | tee out
[ -s out ] || cat said
diff out - <<'WANT'
 8 bits, limits 10 and 100       10
 8 bits, limits 10 and 100       50
 8 bits, limits 10 and 100      100
 8 bits, limits 10 and 100       10
 8 bits, limits 10 and 100       10
 8 bits, limits 10 and 100       10
 8 bits, limits 0 and 255      255
 8 bits, limits 0 and 255      255
 8 bits, limits 0 and 255      255
 8 bits, limits 0 and 255      255
 8 bits, limits 0 and 255      255
 8 bits, limits 0 and 255      255
 16 bits, limits 10 and 100       10
 16 bits, limits 10 and 100       50
 16 bits, limits 10 and 100      100
 16 bits, limits 10 and 100      100
 16 bits, limits 10 and 100      100
 16 bits, limits 10 and 100      100
6 x 4: eclat 4 3, roll 4 3, eclat twice 1 1, different 0
5 x 5: eclat 5 1, roll 3 3, eclat twice 3 3, different 23
6 x 5: eclat 4 3, roll 4 3, eclat twice 1 1, different 18
WANT
echo 'as found on 30 November 2026'
