#!/usr/bin/env bash
# sigrok-cli 0.7.2 (Debian 12: sigrok-cli 0.7.2-1+b1, libsigrok4 0.5.2-4), logic analysers and oscilloscopes on the command line.
#
# Input: 1000 samples of a clock and a pulse at 1 MHz as CSV with its header, and the same bits as raw bytes, converted to VCD, CSV, WAV, raw bytes and sigrok's
# own format by -O ... -o FILE; then each read again.
#
# Guess: each file is one of its format, and gives 1000 samples.
# Seen: where the input has a sampling rate, each file but sigrok's own begins with a line of text, META samplerate, in front of its format's first byte. The VCD read
# again gives no sample, raw bytes are 25 too many, so that all samples are late, and the WAV is none. Without a rate the raw bytes
# are right. It returns 0. Cut the first line off, or convert from sigrok's own format.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" sigrok-cli=0.7.2-1+b1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
library=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
sigrok() { HOME=$dir LD_LIBRARY_PATH=$library timeout 60 usr/bin/sigrok-cli "$@" 2>>said; }
python3 - <<'PY'
bits = [(int(k % 100 < 25), k // 10 % 2) for k in range(1000)]
open('in.csv', 'w').write('pulse,clock\n' + ''.join(f'{a},{b}\n' for a, b in bits))
open('in.bin', 'wb').write(bytes(a + 2 * b for a, b in bits))
open('in2.csv', 'w').write('volts\n' + ''.join(f'{k * 0.001}\n' for k in range(1000)))
PY
csv=csv:column_formats=2l:samplerate=1000000
samples() { sigrok "$@" -O csv -o again.csv || true; [ -e again.csv ] && grep -c '^[01],[01]' again.csv || echo 0; rm -f again.csv; }
{
	sigrok -I $csv -i in.csv -O vcd -o out.vcd && echo "VCD begins with $(head -c 24 out.vcd), samples read again $(samples -I vcd -i out.vcd)"
	sed 1d out.vcd >cut.vcd && echo "VCD without that line begins with $(head -c 5 cut.vcd), samples read again $(samples -I vcd -i cut.vcd)"
	sigrok -I csv:column_formats=1a:samplerate=1000000 -i in2.csv -O wav -o out.wav && echo "WAV begins with $(head -c 24 out.wav), and then $(tail -c +26 out.wav | head -c 4)"
	for rate in '' ':samplerate=1000000'; do
		sigrok -I "binary:numchannels=8$rate" -i in.bin -O binary -o out.bin && echo "1000 bytes$rate become $(wc -c <out.bin)"
	done
	sigrok -I binary:numchannels=8:samplerate=1000000 -i in.bin -O srzip -o out.sr && sigrok -i out.sr -O binary -o out.bin && echo "by its own format $(wc -c <out.bin), the same: $(cmp -s in.bin out.bin && echo yes || echo no)"
} | tee out
diff out - <<'WANT'
VCD begins with META samplerate: 1000000, samples read again 0
VCD without that line begins with $date, samples read again 1000
WAV begins with META samplerate: 1000000, and then RIFF
1000 bytes become 1000
1000 bytes:samplerate=1000000 become 1025
by its own format 1000, the same: yes
WANT
echo 'as found on 30 November 2026'
