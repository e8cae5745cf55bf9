#!/usr/bin/env bash
# ImageJ 1.53t (Debian 12: imagej 1.53t-1, its ij.jar), opened from a program without a window, Java 17.
#
# Input: frames of 3 x 2 pixels: FITS of 16 bits with BSCALE = 0.5 and BZERO = 10 (levels 0 to 5, so 10 to 12.5); FITS with BZERO = 32768 alone; a grey
# TIFF of unsigned 32 bits, as sums of frames have; PGM with maxval 4095 and 100.
#
# Guess: 10 to 12.5; the unsigned levels; 4,294,967,295 at the end; both PGM as they are, or both stretched.
# Seen: the FITS frame is 0 to 5: scale and offset are left out, where an offset of 32768 alone is followed. The sums from 2,147,483,648 on are negative.
# The PGM of 12 bits is as it is, the one of maxval 100 is stretched to 255, and one step of it becomes 2 or 3. Nothing is said.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" imagej=1.53t-1 libij-java=1.53t-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
python3 - <<'PY'
import struct
def fits(name, values, *more):
    cards = ['SIMPLE  =                    T', 'BITPIX  =                   16', 'NAXIS   =                    2', 'NAXIS1  =                    3',
             'NAXIS2  =                    2', *more, 'END']
    open(name, 'wb').write(''.join(c.ljust(80) for c in cards).ljust(2880).encode() + struct.pack('>6h', *values).ljust(2880, b'\0'))
fits('scaled.fits', (3, 4, 5, 0, 1, 2), 'BSCALE  =                  0.5', 'BZERO   =                 10.0')
fits('unsigned.fits', (32767, -32468, -32766, -32768, -32767, 7232), 'BSCALE  =                    1', 'BZERO   =                32768')
tags = [(256, 3, 3), (257, 3, 2), (258, 3, 32), (259, 3, 1), (262, 3, 1), (273, 4, 200), (277, 3, 1), (278, 3, 2), (279, 4, 24), (339, 3, 1)]
body = b'II*\0' + struct.pack('<IH', 8, len(tags)) + b''.join(struct.pack('<HHII', tag, kind, 1, value) for tag, kind, value in tags)
open('sums.tif', 'wb').write(body.ljust(200, b'\0') + struct.pack('<6I', 0, 1, 300, 2**31 - 128, 2**31, 2**32 - 1))
open('12bit.pgm', 'wb').write(b'P5\n3 2\n4095\n' + struct.pack('>6H', 0, 1, 1000, 4095, 300, 2))
open('maxval100.pgm', 'wb').write(b'P5\n3 2\n100\n' + bytes((0, 1, 2, 50, 99, 100)))
PY
cat >Frames.java <<'JAVA'
import ij.*;
import ij.process.*;

public class Frames {
	public static void main(String[] names) {
		System.out.println("ImageJ " + IJ.getVersion());
		for (String name : names) {
			ImagePlus image = IJ.openImage(name);
			StringBuilder line = new StringBuilder(name + " " + image.getBitDepth() + " bits:");
			for (int i = 0; i < 6; i++) {
				line.append(" ").append((double) image.getCalibration().getCValue(image.getProcessor().getf(i % 3, i / 3)));
			}
			System.out.println(line);
		}
	}
}
JAVA
java -Djava.awt.headless=true -cp usr/share/java/ij.jar Frames.java scaled.fits unsigned.fits sums.tif 12bit.pgm maxval100.pgm 2>&1 | tee out
diff out - <<'WANT'
ImageJ 1.53t
scaled.fits 16 bits: 0.0 1.0 2.0 3.0 4.0 5.0
unsigned.fits 16 bits: 0.0 1.0 40000.0 65535.0 300.0 2.0
sums.tif 32 bits: 0.0 1.0 300.0 2.14748352E9 -2.147483648E9 -1.0
12bit.pgm 16 bits: 0.0 1.0 1000.0 4095.0 300.0 2.0
maxval100.pgm 8 bits: 0.0 2.0 5.0 127.0 252.0 255.0
WANT
echo 'as found on 30 November 2026'
