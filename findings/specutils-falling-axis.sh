#!/usr/bin/env bash
# python3-specutils 1.9.1 (Debian 12: python3-specutils 1.9.1-1), astronomy's spectra in Python; its resamplers and smoothers.
#
# Input: a Gaussian line at 633 nm whose axis rises, and the same whose axis falls, as Spectrum1D allows and wave numbers give; resampled at three points that rise
# or fall; twenty ones, smoothed over five samples.
#
# Guess: 0.88, 1 and 0.88 of each (a little less where the flux is kept), or an error; ones.
# Seen: of the rising spectrum so. Of the falling one all points are NaN, or 0 where zeros are to be put beyond its ends, though line_flux, centroid and
# width are right. The resampler that keeps the flux gives NaN for points that fall, of the rising spectrum too. No warning.
# Smoothed ones end at 0.6, but by the median. Turn a spectrum round first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-specutils=1.9.1-1 python3-numpy python3-scipy python3-astropy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >falling.py <<'PY'
import sys
sys.modules['matplotlib'] = sys.modules['matplotlib.pyplot'] = None  # its files are not where it looks for them, and no plot is made
import numpy as np, astropy.units as u
from specutils import Spectrum1D, analysis
from specutils.manipulation import FluxConservingResampler, LinearInterpolatedResampler, box_smooth, gaussian_smooth, median_smooth
x = np.linspace(600, 660, 601)
y = np.exp(-(x - 633)**2 / 8)
at = np.linspace(632, 634, 3)
for name, turn in (('rises', 1), ('falls', -1)):
    spectrum = Spectrum1D(flux=y[::turn] * u.W, spectral_axis=x[::turn] * u.nm)
    print(f'axis {name}: flux {analysis.line_flux(spectrum).value:.3f}, centre {analysis.centroid(spectrum, region=None).value:.3f}, width {analysis.gaussian_fwhm(spectrum).value:.3f}')
    for resampler in (LinearInterpolatedResampler, FluxConservingResampler):
        for fill in ('nan_fill', 'zero_fill'):
            for end, points in (('rise', at), ('fall', at[::-1])):
                print(f'  {resampler.__name__}, {fill}, points {end}:', *(f'{v:.3f}' for v in resampler(extrapolation_treatment=fill)(spectrum, points * u.nm).flux.value))
ones = Spectrum1D(flux=np.ones(20) * u.W, spectral_axis=np.arange(20) * u.nm)
for smooth, width in ((box_smooth, 5), (gaussian_smooth, 2), (median_smooth, 5)):
    print(f'{smooth.__name__} of ones:', *(f'{v:.3f}' for v in smooth(ones, width).flux.value[[0, 1, 10, 19]]))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 falling.py 2>said | tee out
[ -s out ] || cat said
diff out - <<'WANT'
axis rises: flux 5.013, centre 633.000, width 4.710
  LinearInterpolatedResampler, nan_fill, points rise: 0.882 1.000 0.882
  LinearInterpolatedResampler, nan_fill, points fall: 0.882 1.000 0.882
  LinearInterpolatedResampler, zero_fill, points rise: 0.882 1.000 0.882
  LinearInterpolatedResampler, zero_fill, points fall: 0.882 1.000 0.882
  FluxConservingResampler, nan_fill, points rise: 0.876 0.989 0.876
  FluxConservingResampler, nan_fill, points fall: nan nan nan
  FluxConservingResampler, zero_fill, points rise: 0.876 0.989 0.876
  FluxConservingResampler, zero_fill, points fall: nan nan nan
axis falls: flux 5.013, centre 633.000, width 4.710
  LinearInterpolatedResampler, nan_fill, points rise: nan nan nan
  LinearInterpolatedResampler, nan_fill, points fall: nan nan nan
  LinearInterpolatedResampler, zero_fill, points rise: 0.000 0.000 0.000
  LinearInterpolatedResampler, zero_fill, points fall: 0.000 0.000 0.000
  FluxConservingResampler, nan_fill, points rise: nan nan nan
  FluxConservingResampler, nan_fill, points fall: nan nan nan
  FluxConservingResampler, zero_fill, points rise: 0.000 0.000 0.000
  FluxConservingResampler, zero_fill, points fall: 0.000 0.000 0.000
box_smooth of ones: 0.600 0.800 1.000 0.600
gaussian_smooth of ones: 0.600 0.776 1.000 0.600
median_smooth of ones: 1.000 1.000 1.000 1.000
WANT
echo 'as found on 30 November 2026'
