#!/usr/bin/env bash
# PDL 2.081 (Debian 12: pdl 1:2.081-2, the Perl Data Language), interpND with its method of Fourier.
#
# Input: a row of 16 fringes' samples, 0.5 + sin, one period long, and a plane of 8 x 8 with a fringe along each axis, asked at places of samples and between
# them, by the methods linear, cubic and fourier with a periodic boundary. Fourier values are documented as computed from the source's coefficients.
#
# Guess: by Fourier the sine itself, to 1e-12, at samples and between.
# Seen: at the places of samples the row comes mirrored about its first: place 1 has the value of place 15.
# Half-way between samples the fringe is gone and the mean is left. Linear and cubic are right to what they are. No error. Pad a spectrum with zeros yourself.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" pdl=1:2.081-2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >fringe.pl <<'PL'
use PDL;
my $turn = 8 * atan2(1, 1);
my $row = 0.5 + sin(xvals(16) * $turn / 16);
my $plane = cos(xvals(8, 8) * $turn / 8) + 0.5 * sin(yvals(8, 8) * $turn / 8);
sub ask {
	my ($source, @place) = @_;
	join ', ', map { sprintf "$_ %.4f", $source->interpND(pdl(\@place), { method => $_, bound => 'p' })->sclr } qw(linear cubic fourier);
}
printf "row at %g: %s; right is %.4f\n", $_, ask($row, $_), 0.5 + sin($_ * $turn / 16) for 0, 1, 2, 15, 2.5, 3.25;
printf "plane at %g, %g: %s; right is %.4f\n", @$_, ask($plane, @$_), cos($$_[0] * $turn / 8) + 0.5 * sin($$_[1] * $turn / 8) for [0, 0], [1, 2], [1, 2.5];
PL
perl=usr/lib/x86_64-linux-gnu/perl5/5.36
PERL5LIB=$dir/usr/share/perl5:$dir/$perl LD_LIBRARY_PATH=$dir/usr/lib/x86_64-linux-gnu perl fringe.pl 2>&1 | tee out
diff out - <<'WANT'
row at 0: linear 0.5000, cubic 0.5000, fourier 0.5000; right is 0.5000
row at 1: linear 0.8827, cubic 0.8827, fourier 0.1173; right is 0.8827
row at 2: linear 1.2071, cubic 1.2071, fourier -0.2071; right is 1.2071
row at 15: linear 0.1173, cubic 0.1173, fourier 0.8827; right is 0.1173
row at 2.5: linear 1.3155, cubic 1.3310, fourier 0.5000; right is 1.3315
row at 3.25: linear 1.4429, cubic 1.4564, fourier 0.1667; right is 1.4569
plane at 0, 0: linear 1.0000, cubic 1.0000, fourier 1.0000; right is 1.0000
plane at 1, 2: linear 1.2071, cubic 1.2071, fourier 0.2071; right is 1.2071
plane at 1, 2.5: linear 1.1339, cubic 1.1651, fourier 0.7071; right is 1.1690
WANT
echo 'as found on 1 December 2026'
