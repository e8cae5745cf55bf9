#!/usr/bin/env bash
# PDL 2.081 (Debian 12: pdl 1:2.081-2, the Perl Data Language), wfits and rfits.
#
# Input: levels of a 16-bit camera, of type ushort, written as FITS and read again, by PDL itself.
#
# Guess: the same numbers, as rfits reads files of other programs with BZERO = 32768 right.
# Seen: each number is 32768 less: 0 is -32768 and 40000 is 7232. wfits takes 32768 away, as FITS asks for, but does not write
# BZERO, so no reader can know. Nothing is said. Beside it, the mean of 3 x 3 pixels of 40000 by box2d is 39999.
# Convert to long or float before writing: $frame->long->wfits(...).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" pdl=1:2.081-2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >frame.pl <<'PL'
use PDL;
use PDL::Image2D;
my $frame = pdl(ushort, [[0, 1, 1000], [32768, 40000, 65535]]);
$frame->wfits('frame.fits');
$frame->long->wfits('long.fits');
print 'ushort ', join(' ', $frame->list), ' becomes ', join(' ', rfits('frame.fits')->list), "\n";
print 'long becomes ', join(' ', rfits('long.fits')->list), "\n";
open my $file, '<', 'frame.fits';
binmode $file;
read $file, my $head, 2880;
read $file, my $body, 12;
print 'cards ', join(' ', map { s/ *=.*//r } grep { /=/ } unpack '(a80)*', $head), ', samples ', join(' ', unpack 's>*', $body), "\n";
my $flat = zeroes(ushort, 5, 5) + 40000;
print 'box2d of ', $flat->type, ' ', join(' ', $flat->box2d(3, 3, 0)->slice(':,(2)')->list), "\n";
PL
perl=usr/lib/x86_64-linux-gnu/perl5/5.36
PERL5LIB=$dir/usr/share/perl5:$dir/$perl LD_LIBRARY_PATH=$dir/usr/lib/x86_64-linux-gnu perl frame.pl 2>&1 | tee out
diff out - <<'WANT'
ushort 0 1 1000 32768 40000 65535 becomes -32768 -32767 -31768 0 7232 32767
long becomes 0 1 1000 32768 40000 65535
cards SIMPLE BITPIX NAXIS NAXIS1 NAXIS2 BUNIT, samples -32768 -32767 -31768 0 7232 32767
box2d of ushort 40000 39999 39999 39999 40000
WANT
echo 'as found on 30 November 2026'
