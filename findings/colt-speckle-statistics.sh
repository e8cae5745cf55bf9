#!/usr/bin/env bash
# Colt 1.2.0 (Debian 12: libcolt-free-java 1.2.0+dfsg-7), Java 17: Gamma of cern.jet.random, and norm2 of cern.colt.matrix.linalg.
#
# Input: the light of a speckle over 3 cells, a Gamma distribution of shape 3, by new Gamma(3, 2, engine), where 2 is called lambda, as for the exponential one, which
# is asked beside it: the mean of 200,000 samples, the mean by the density, and the density and the distribution at 1. The vector (3, 4).
#
# Guess: a mean of 1.5 by both, 0.541 and 0.323, as for a rate of 2; a norm of 5.
# Seen: three distributions in one object. The samples have a mean of 1.5, the density one of 6, as if 2 were a scale, so that it is 0.038 at 1, and the distribution is
# 0.801 at 1, which is that of shape 2 and rate 3. The exponential one is right by all. The norm is 25, its square, where that of a matrix is a norm. No error.
# Take the distribution as Probability.gamma(rate, shape, x), and write the density.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" libcolt-free-java=1.2.0+dfsg-7 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >Speckle.java <<'JAVA'
import cern.colt.matrix.DoubleFactory2D;
import cern.colt.matrix.impl.DenseDoubleMatrix1D;
import cern.colt.matrix.linalg.Algebra;
import cern.jet.random.*;
import cern.jet.random.engine.MersenneTwister;
import cern.jet.stat.Probability;

public class Speckle {
	static void say(String name, AbstractDistribution d, java.util.function.DoubleUnaryOperator density, double at, double until) {
		double sum = 0, mean = 0, step = 1e-3;
		for (int i = 0; i < 200000; i++) sum += d.nextDouble();
		for (double x = step / 2; x < 60; x += step) mean += x * density.applyAsDouble(x) * step;
		System.out.printf(java.util.Locale.ROOT, "%s: mean of samples %.1f, by the density %.1f, density at 1 %.3f, distribution at 1 %.3f%n", name, sum / 200000, mean, at, until);
	}
	public static void main(String[] args) {
		MersenneTwister engine = new MersenneTwister(7);
		Gamma gamma = new Gamma(3, 2, engine);
		say("Gamma(3, 2)", gamma, gamma::pdf, gamma.pdf(1), gamma.cdf(1));
		Exponential exponential = new Exponential(2, engine);
		say("Exponential(2)", exponential, exponential::pdf, exponential.pdf(1), exponential.cdf(1));
		System.out.printf(java.util.Locale.ROOT, "Probability.gamma(3, 2, 1) %.3f, Probability.gamma(2, 3, 1) %.3f%n", Probability.gamma(3, 2, 1), Probability.gamma(2, 3, 1));
		Algebra algebra = new Algebra();
		System.out.println("norm2 of (3, 4) " + algebra.norm2(new DenseDoubleMatrix1D(new double[] {3, 4})) + ", of the matrix of one column "
			+ Math.round(1e9 * algebra.norm2(DoubleFactory2D.dense.make(new double[][] {{3}, {4}}))) / 1e9);
	}
}
JAVA
timeout 60 java -cp usr/share/java/colt.jar Speckle.java 2>&1 | tee out
diff out - <<'WANT'
Gamma(3, 2): mean of samples 1.5, by the density 6.0, density at 1 0.038, distribution at 1 0.801
Exponential(2): mean of samples 0.5, by the density 0.5, density at 1 0.271, distribution at 1 0.865
Probability.gamma(3, 2, 1) 0.801, Probability.gamma(2, 3, 1) 0.323
norm2 of (3, 4) 25.0, of the matrix of one column 5.0
WANT
echo 'as found on 30 November 2026'
