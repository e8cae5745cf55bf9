#!/usr/bin/env bash
# ImageJ 1.53t (Debian 12: imagej 1.53t-1, its ij.jar), its curve fitting from a macro, Java 17.
#
# Input: exact points of a decay, a Gaussian on an offset, a power law and a cubic, with levels of 1, of 1e-9 and of 1e-12, as photocurrents in amperes have, at
# places from 1 to 9.
#
# Guess: the same shape at each level: a decay of -0.5, a width of 0.8 at 4, an exponent of -4 and the cubic's numbers; or a status that is no success.
# Seen: at 1 all are exact. At 1e-12 the decay is -0.525, the exponent -4.2, the Gaussian's offset 5 % too high and the cubic 2.95 where it is 1,
# and at 1e-9 the cubic is off already. The status is "Success" each time, and R^2 is 0.98 or more: the fit ends at its first simplex, whose sum of squares is
# small in numbers. A straight line is right.
# Divide levels by their largest one before a fit.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" imagej=1.53t-1 libij-java=1.53t-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >levels.ijm <<'IJM'
print("ImageJ " + getVersion());
x = newArray(41); y = newArray(41);
names = newArray("Straight Line", "Exponential", "Gaussian", "Power", "3rd Degree Polynomial");
levels = newArray(1, 1e-9, 1e-12);
for (n = 0; n < names.length; n++) for (k = 0; k < 3; k++) {
	for (i = 0; i < 41; i++) {
		t = 1 + i * 0.2; x[i] = t;
		if (n == 0) y[i] = 3 + 2 * t;
		if (n == 1) y[i] = 100 * exp(-t / 2);
		if (n == 2) y[i] = 10 + 100 * exp(-pow((t - 4) / 0.8, 2) / 2);
		if (n == 3) y[i] = 100 * pow(t, -4);
		if (n == 4) y[i] = 1 + 2 * t - t * t + 0.1 * t * t * t;
		y[i] = y[i] * levels[k];
	}
	Fit.logResults;
	Fit.doFit(names[n], x, y);
	said = d2s(levels[k], -1) + " " + names[n] + ":";
	for (p = 0; p < Fit.nParams; p++) {
		scale = levels[k];
		if (n == 2) { if (p > 1) scale = 1; }
		if (n == 1) { if (p == 1) scale = 1; }
		if (n == 3) { if (p == 1) scale = 1; }
		said = said + " " + d2s(Fit.p(p) / scale, 3);
	}
	print("fit " + said + ", R^2 " + d2s(Fit.rSquared, 3));
}
IJM
java -Djava.awt.headless=true -cp usr/share/java/ij.jar ij.ImageJ -batch levels.ijm 2>said | grep '^ImageJ\|^Status\|^fit' | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
ImageJ 1.53t
Status: Success
fit 1.0E0 Straight Line: 3.000 2.000, R^2 1.000
Status: Success
fit 1.0E-9 Straight Line: 3.000 2.000, R^2 1.000
Status: Success
fit 1.0E-12 Straight Line: 3.000 2.000, R^2 1.000
Status: Success
fit 1.0E0 Exponential: 100.000 -0.500, R^2 1.000
Status: Success
fit 1.0E-9 Exponential: 100.000 -0.500, R^2 1.000
Status: Success
fit 1.0E-12 Exponential: 104.775 -0.525, R^2 0.999
Status: Success
fit 1.0E0 Gaussian: 10.000 110.000 4.000 0.800, R^2 1.000
Status: Success
fit 1.0E-9 Gaussian: 10.007 110.016 4.001 0.800, R^2 1.000
Status: Success
fit 1.0E-12 Gaussian: 10.459 111.040 4.000 0.780, R^2 1.000
Status: Success
fit 1.0E0 Power: 100.000 -4.000, R^2 1.000
Status: Success
fit 1.0E-9 Power: 100.000 -4.000, R^2 1.000
Status: Success
fit 1.0E-12 Power: 101.217 -4.200, R^2 0.999
Status: Success
fit 1.0E0 3rd Degree Polynomial: 1.000 2.000 -1.000 0.100, R^2 1.000
Status: Success
fit 1.0E-9 3rd Degree Polynomial: 1.274 1.803 -0.962 0.098, R^2 1.000
Status: Success
fit 1.0E-12 3rd Degree Polynomial: 2.951 0.883 -0.852 0.096, R^2 0.980
WANT
echo 'as found on 1 December 2026'
