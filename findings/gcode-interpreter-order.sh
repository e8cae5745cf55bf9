#!/usr/bin/env bash
# gcode-interpreter 3.0.0 (npm: calls a function for each command of a G-code), Node 20.
#
# Input: lines for a stage or a laser with the words in another order, as the NIST RS274/NGC language allows: but for axes' numbers the order of words on
# a line has no meaning, and a motion goes on until another comes.
#
# Guess: each line moves, by the motion and with the feed and power that the line names.
# Seen: G0 G90 X5 and G1 G91 X5 give the axes to G90 and G91, and G0 and G1 nothing: no move. X5 G1, behind G0, moves fast and then does
# nothing slowly. Behind G1, F200 X5, S500 X5 and M8 X5 do not move. G90 G0 X5, X5 F200 and X5 S500 are right. No error.
# Write the motion right before its axes, and all else on lines of its own.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts gcode-interpreter@3.0.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >moves.mjs <<'JS'
import Interpreter from 'gcode-interpreter';
for (const text of ['G90 G0 X5', 'G0 G90 X5', 'G91 G1 X5', 'G1 G91 X5', 'G0 X1\nX5 G1 F100', 'G1 X1\nX5', 'G1 X1\nX5 F200', 'G1 X1\nF200 X5', 'G1 X1\nX5 S500', 'G1 X1\nS500 X5', 'G1 X1\nM8 X5']) {
  const called = [], handlers = {};
  for (const name of ['G0', 'G1', 'G90', 'G91', 'M8', 'F', 'S', 'X']) handlers[name] = p => called.push(name + JSON.stringify(p));
  new Interpreter({ handlers }).loadFromStringSync(text);
  console.log(text.replace('\n', ' / '), '->', ...called);
}
JS
node moves.mjs | tee out
diff out - <<'WANT'
G90 G0 X5 -> G90{} G0{"X":5}
G0 G90 X5 -> G0{} G90{"X":5}
G91 G1 X5 -> G91{} G1{"X":5}
G1 G91 X5 -> G1{} G91{"X":5}
G0 X1 / X5 G1 F100 -> G0{"X":1} G0{"X":5} G1{"F":100}
G1 X1 / X5 -> G1{"X":1} G1{"X":5}
G1 X1 / X5 F200 -> G1{"X":1} G1{"X":5,"F":200}
G1 X1 / F200 X5 -> G1{"X":1} F200
G1 X1 / X5 S500 -> G1{"X":1} G1{"X":5,"S":500}
G1 X1 / S500 X5 -> G1{"X":1}
G1 X1 / M8 X5 -> G1{"X":1} M8{"X":5}
WANT
echo 'as found on 30 November 2026'
