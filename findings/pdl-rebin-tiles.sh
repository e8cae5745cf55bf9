#!/usr/bin/env bash
# PDL 2.081 (Debian 12: pdl 1:2.081-2, the Perl Data Language), rebin of PDL::ImageND.
#
# Input: a row of 4 pixels made 6, 8 and 12, and 2, as the mask of an SLM is made as large as its panel; and an even 16-bit and 8-bit frame made half as
# large. The documentation says that expansion samples, reduction averages and intensities stay.
#
# Guess: 0 0 1 1 2 2 3 3 for eight pixels, each of them three times for twelve; 0.5 and 2.5 for two; and the even frames' level.
# Seen: made larger by a whole factor the row is repeated as a whole, 0 1 2 3 0 1 2 3: a mask becomes several small ones beside each other. By 1.5 it is spread as it
# should. Averages of 8 and 16 bits go around before they are divided: 200 becomes 72, and 40,000 becomes 7232. No error. Enlarge with
# dummy dimensions or PDL::Transform, and convert to double before.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" pdl=1:2.081-2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >size.pl <<'PL'
use PDL;
use PDL::ImageND;
my $row = xvals(4);
print "4 pixels made $_: ", join(' ', $row->rebin($_)->list), "\n" for 2, 6, 8, 12;
my $mask = pdl([0, 1], [2, 3]);
print 'a mask of 2 x 2 made 4 x 4: ', join(', ', map { join ' ', $_->list } $mask->rebin(4, 4)->dog), "\n";
for my $even (byte(200) * ones(byte, 4), ushort(40000) * ones(ushort, 4), long(40000) * ones(long, 4)) {
	print 'even ', $even->type, ' of ', $even->at(0), ' made half as large: ', join(' ', $even->rebin(2)->list), "\n";
}
PL
perl=usr/lib/x86_64-linux-gnu/perl5/5.36
PERL5LIB=$dir/usr/share/perl5:$dir/$perl LD_LIBRARY_PATH=$dir/usr/lib/x86_64-linux-gnu perl size.pl 2>&1 | tee out
diff out - <<'WANT'
4 pixels made 2: 0.5 2.5
4 pixels made 6: 0 0.5 1 2 2.5 3
4 pixels made 8: 0 1 2 3 0 1 2 3
4 pixels made 12: 0 1 2 3 0 1 2 3 0 1 2 3
a mask of 2 x 2 made 4 x 4: 0 1 0 1, 2 3 2 3, 0 1 0 1, 2 3 2 3
even byte of 200 made half as large: 72 72
even ushort of 40000 made half as large: 7232 7232
even long of 40000 made half as large: 40000 40000
WANT
echo 'as found on 1 December 2026'
