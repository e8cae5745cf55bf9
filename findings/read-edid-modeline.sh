#!/usr/bin/env bash
# read-edid 3.0.2-1.1 (Debian 12: what parse-edid says of a screen, as lines for X's configuration).
#
# Input: the EDID of a screen of 1920 x 1080 at 60 Hz, as SLMs on HDMI send it: one detailed timing
# (148.5 MHz), no picture size, a name. edid-decode reads it without a complaint.
#
# Guess: a Modeline of 148.5 MHz, 1920 2008 2052 2200, 1080 1084 1089 1125.
# Seen: the Modeline has the signs of its pulses, but no clock and no numbers; no error, exit status 0.
# Every detailed timing that was tried comes so. Take edid-decode (`edid-decode -X`), whose mode lines are whole.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
for package in read-edid=3.0.2-1.1 edid-decode=0.1~git20220315.cb74358c2896-1; do
	apt-get download -qq "$package" >apt.log 2>&1 || { cat apt.log; exit 1; }
done
for file in *.deb; do dpkg -x "$file" .; done
python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' >screen.edid <<'HEX'
00ffffffffffff0010ac3412010203040a1e01038000007802ee91a3544c9926
0f505400000001010101010101010101010101010101023a801871382d40582c
45000f090000001e000000fc00534c4d0a202020202020202020000000100000
0000000000000000000000000000001000000000000000000000000000000075
HEX
{
	usr/bin/parse-edid <screen.edid 2>/dev/null | grep -E 'Modeline|ModelName' | tr '\t' ' '
	usr/bin/edid-decode -X screen.edid | grep -m 1 Modeline
} | sed "s, *$,," | tee out
diff out - <<'WANT'
 ModelName "SLM"
 Modeline  "Mode 0" +hsync +vsync
      Modeline "1920x1080_60.00" 148.500  1920 2008 2052 2200  1080 1084 1089 1125  +HSync +VSync
WANT
echo 'as found on 29 November 2026'
