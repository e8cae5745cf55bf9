#!/usr/bin/env bash
# KLayout 0.28.5 (Debian 12: klayout 0.28.5-2), its Python for layouts: a mask written as GDS, OASIS, DXF and CIF.
#
# Input: a cell of 1 um x 2 um, placed at its size, at half and twice its size, and turned by 30 degrees at twice its size; GDS, OASIS and KLayout's own
# CellInstArray allow each. CIF's calls have no scale, but a scaled cell can be written as another cell.
#
# Guess: each file is the same mask, or writing CIF raises an error.
# Seen: GDS, OASIS and DXF are the same. In CIF every cell has its own size: 2 um^2 where 0.5 or 8 are. Its angle is right. No error or warning.
# Flatten what is scaled, or convert_to_static, before writing CIF.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" klayout=0.28.5-2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >scaled.py <<'PY'
import pya
def areas(layout):
    top = next(cell for cell in layout.each_cell() if cell.is_top())
    regions = [pya.Region(top.begin_shapes_rec(index)).merged() for index in layout.layer_indexes()]
    return next(f'{region.area() * layout.dbu ** 2:.3f} um2 {region.bbox()}' for region in regions if not region.is_empty())
for scale, angle in ((1, 0), (0.5, 0), (2, 0), (2, 30)):
    layout = pya.Layout()
    layer = layout.layer(1, 0)
    mask, part = layout.create_cell('MASK'), layout.create_cell('PART')
    part.shapes(layer).insert(pya.Box(0, 0, 1000, 2000))
    mask.insert(pya.CellInstArray(part.cell_index(), pya.ICplxTrans(scale, angle, False, 5000, 0)))
    print(f'times {scale:g}, {angle} degrees:', areas(layout))
    for kind in ('gds', 'oas', 'dxf', 'cif'):
        layout.write('mask.' + kind)
        read = pya.Layout()
        read.read('mask.' + kind)
        print(f'  {kind}:', areas(read))
PY
library=$dir/usr/lib/klayout:$(find "$dir" -name 'lib*.so*' -not -path '*/klayout/*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home QT_QPA_PLATFORM=offscreen LD_LIBRARY_PATH=$library timeout 120 usr/lib/klayout/klayout -zz -r scaled.py >said 2>&1 || { cat said; exit 1; }
grep -E 'um2|arning' said | tee out
diff out - <<'WANT'
times 1, 0 degrees: 2.000 um2 (5000,0;6000,2000)
  gds: 2.000 um2 (5000,0;6000,2000)
  oas: 2.000 um2 (5000,0;6000,2000)
  dxf: 2.000 um2 (5000,0;6000,2000)
  cif: 2.000 um2 (5000,0;6000,2000)
times 0.5, 0 degrees: 0.500 um2 (5000,0;5500,1000)
  gds: 0.500 um2 (5000,0;5500,1000)
  oas: 0.500 um2 (5000,0;5500,1000)
  dxf: 0.500 um2 (5000,0;5500,1000)
  cif: 2.000 um2 (5000,0;6000,2000)
times 2, 0 degrees: 8.000 um2 (5000,0;7000,4000)
  gds: 8.000 um2 (5000,0;7000,4000)
  oas: 8.000 um2 (5000,0;7000,4000)
  dxf: 8.000 um2 (5000,0;7000,4000)
  cif: 2.000 um2 (5000,0;6000,2000)
times 2, 30 degrees: 8.000 um2 (3000,0;6732,4464)
  gds: 8.000 um2 (3000,0;6732,4464)
  oas: 8.000 um2 (3000,0;6732,4464)
  dxf: 8.000 um2 (3000,0;6732,4464)
  cif: 2.000 um2 (4000,0;5866,2232)
WANT
echo 'as found on 30 November 2026'
