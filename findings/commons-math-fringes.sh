#!/usr/bin/env bash
# Apache Commons Math 3.6.1 (Debian 12: libcommons-math3-java 3.6.1-3), its integrators, Java 17.
#
# Input: the intensity sin^2(pi n x) of n fringes between 0 and 1, for n from 1 to 16; and a Gaussian spot of 10 um within 1 mm, in metres,
# whose peak is 1e-6.
#
# Guess: 0.5 for each n, to the 1e-6 that is the default, or an exception; 2.507e-11.
# Seen: for 8 and 16 fringes the integral is 0 by Simpson, Romberg and the trapezoid rule, for 4 by Simpson: all of the first points that are
# looked at lie on dark fringes. The spot is 3e-16 by Simpson and 5e-16 by the trapezoid rule. No exception.
# Give a minimal number of iterations of 10, or use IterativeLegendreGaussIntegrator, which is right for all of these.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" libcommons-math3-java=3.6.1-3 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >Fringes.java <<'JAVA'
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.integration.*;

public class Fringes {
	static String ask(UnivariateFunction f, double end) {
		UnivariateIntegrator[] all = {new SimpsonIntegrator(), new RombergIntegrator(), new TrapezoidIntegrator(), new SimpsonIntegrator(10, 30),
			new IterativeLegendreGaussIntegrator(5, 1e-6, 1e-15)};
		StringBuilder line = new StringBuilder();
		for (UnivariateIntegrator one : all) {
			double value = one.integrate(1000000, f, 0, end);
			line.append(String.format(java.util.Locale.ROOT, end == 1 ? " %.4f" : " %.2e", value));
		}
		return line.toString();
	}

	public static void main(String[] args) {
		System.out.println("Simpson, Romberg, trapezoid, Simpson from 10 iterations, Legendre-Gauss");
		for (int n : new int[] {1, 2, 3, 4, 5, 8, 16}) {
			System.out.println(n + " fringes:" + ask(x -> Math.pow(Math.sin(Math.PI * n * x), 2), 1));
		}
		System.out.println("spot:" + ask(x -> 1e-6 * Math.exp(-Math.pow((x - 0.3e-3) / 10e-6, 2) / 2), 1e-3));
	}
}
JAVA
timeout 60 java -cp usr/share/java/commons-math3.jar Fringes.java 2>&1 | tee out
diff out - <<'WANT'
Simpson, Romberg, trapezoid, Simpson from 10 iterations, Legendre-Gauss
1 fringes: 0.5000 0.5000 0.5000 0.5000 0.5000
2 fringes: 0.5000 0.5000 0.5000 0.5000 0.5000
3 fringes: 0.5000 0.5000 0.5000 0.5000 0.5000
4 fringes: 0.0000 0.5000 0.5000 0.5000 0.5000
5 fringes: 0.5000 0.5000 0.5000 0.5000 0.5000
8 fringes: 0.0000 0.0000 0.0000 0.5000 0.5000
16 fringes: 0.0000 0.0000 0.0000 0.5000 0.5000
spot: 3.11e-16 2.51e-11 4.66e-16 2.51e-11 2.51e-11
WANT
echo 'as found on 30 November 2026'
