# The same rectangles by KLayout's Python: by run length, a layer for each level, data type 0 for
# the mask and 1 for what stands around it.
import json, os, resource, time
import pya

side, margin, pitch = (int(os.environ[k]) for k in ("SIDE", "MARGIN", "PITCH"))
with open(os.environ["LEVELS"], "rb") as f:
    levels = f.read()
start, used = time.perf_counter(), time.process_time()
ly = pya.Layout()
ly.dbu = 0.001
top = ly.create_cell("PART")
shapes = [[top.shapes(ly.layer(k, d)) for k in range(16)] for d in range(2)]
edge = [(i - margin) * pitch for i in range(side + 1)]
Box = pya.Box
inner = (margin, side - margin)
for y in range(side):
    row = levels[y * side:(y + 1) * side]
    y0, y1 = edge[side - 1 - y], edge[side - y]
    inside = inner[0] <= y < inner[1]
    for a, b in ((0, inner[0]), inner, (inner[1], side)):
        layer = shapes[0 if inside and a == inner[0] else 1]
        x = a
        while x < b:
            k = row[x]
            to = x + 1
            while to < b and row[to] == k:
                to += 1
            layer[k].insert(Box(edge[x], y0, edge[to], y1))
            x = to
o = pya.SaveLayoutOptions()
o.set_format_from_filename(os.environ["OUT"])
o.oasis_write_cblocks = True
ly.write(os.environ["OUT"], o)
print(json.dumps({"version": pya.Application.instance().version(), "seconds": time.perf_counter() - start, "cpu": time.process_time() - used,
                  "peak": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, "bytes": os.path.getsize(os.environ["OUT"])}))
