#!/usr/bin/env bash
# R's package raster 3.6-14 (Debian 12: r-cran-raster 3.6-14-1), R 4.2.2.
#
# Input: frames of 4 x 4 pixels: of sevens, their root mean square by cellStats; dark but for 100 in one row, resampled and disaggregated bilinearly to twice
# the pixels; and with a saturated pixel, written with the data type that holds it (INT1U for 255, INT2U for 65535), as GeoTIFF and as the package's own format.
#
# Guess: 7; nothing below 0 or above 100; the same numbers.
# Seen: 7.23, as the squares are divided by one pixel less than there are, so that it isn't what the mean and the scatter give. At the borders lines through
# the two outermost pixels go on: -25 where the frame has 0, and 125. 65535 comes back as NA from both formats, and 255 from GeoTIFF alone. No warning.
# Take sqrt(cellStats(frame^2, "mean")), clamp, and write the next wider type.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" r-base-core=4.2.2.20221110-2 r-cran-raster=3.6-14-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >frames.R <<'R'
suppressMessages(library(raster))
cat("raster", as.character(packageVersion("raster")), "\n")
frame <- function(v) raster(matrix(v, 4, 4, byrow = TRUE), xmn = 0, xmx = 4, ymn = 0, ymx = 4)
sevens <- frame(rep(7, 16))
cat("sevens: mean", cellStats(sevens, "mean"), ", scatter", cellStats(sevens, "sd"), ", root mean square", round(cellStats(sevens, "rms"), 4), "\n")
for (bright in 1:2) {
	lit <- frame(ifelse(rep(1:4, each = 4) == bright, 100, 0))
	cat("row", bright, "of 100: resampled", range(values(resample(lit, raster(nrow = 8, ncol = 8, xmn = 0, xmx = 4, ymn = 0, ymx = 4)))), ", disaggregated", range(values(disaggregate(lit, 2, "bilinear"))), "\n")
}
for (kind in c("INT1U", "INT2U", "INT4S")) for (format in c("GTiff", "raster")) {
	full <- c(INT1U = 255, INT2U = 65535, INT4S = 65535)[[kind]]
	file <- writeRaster(frame(c(0, 1, full - 1, full, rep(5, 12))), tempfile(tmpdir = "."), format = format, datatype = kind)
	cat(kind, format, values(file)[1:4], "\n")
}
R
library=$(find "$dir/usr/lib" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
R_HOME=$dir/usr/lib/R R_SHARE_DIR=$dir/usr/share/R/share R_LIBS=$dir/usr/lib/R/site-library EDITOR=vi PROJ_LIB=$dir/usr/share/proj \
	LD_LIBRARY_PATH=$dir/usr/lib/R/lib:$library usr/lib/R/bin/exec/R --vanilla --no-echo --file=frames.R 2>said | grep -v Renviron | tee out
[ -s out ] || cat said
diff out - <<'WANT'
raster 3.6.14 
sevens: mean 7 , scatter 0 , root mean square 7.2296 
row 1 of 100: resampled 0 125 , disaggregated 0 125 
row 2 of 100: resampled -25 75 , disaggregated -25 75 
INT1U GTiff 0 1 254 NA 
INT1U raster 0 1 254 255 
INT2U GTiff 0 1 65534 NA 
INT2U raster 0 1 65534 NA 
INT4S GTiff 0 1 65534 65535 
INT4S raster 0 1 65534 65535 
WANT
echo 'as found on 30 November 2026'
