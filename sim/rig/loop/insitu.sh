#!/usr/bin/env bash
# Fully forward mode in situ, through real protocols beside the virtual bench: two masks of 40 x 40 pixels learn MNIST from so many of the pictures that come with Talbot, by what is
# measured alone. On the one side the bench is a process of its own, screens without a monitor and GigE Vision cameras on this computer, and talbot and talbot-desk, in the folder $1, have
# no other way to it; on the other it is computed. Both calibrate the bench by its own means, begin with the same masks, and are tested on it before the first update and behind each epoch.
# What comes of it is in the folder $2, and in $2/record.jsonl a line for each test of each side: accuracy, its 95 % interval, frames. A grade of faults may be given as
# third, mild if it is not, and how many pictures as fourth, 100, of three epochs each. It fails when what learned through the protocols is not better than before by more than chance, or
# ends further from the other than chance explains.
set -euo pipefail
bin=$(cd "$1" && pwd) out=$2 grade=${3:-mild} pictures=${4:-100}
mkdir -p "$out"
cd "$out"
rm -rf bench.json record.jsonl protocols computed
size=(--samples 40 --image-size 35 --padding 20 --region-size 5 --distance 3.88mm)
how=(--data built-in --device cpu --limit-train "$pictures" --limit-test 100 --epochs 3 --trained-in-model 0 --json)
"$bin/talbot" rig virtual bench.json --samples 40 --grade "$grade" --address 127.0.24.31 >virtual.txt 2>&1 &
bench=$!
trap 'kill "$bench" 2>/dev/null || true; wait "$bench" 2>/dev/null || true' EXIT
until [ -s bench.json ]; do
	kill -0 $bench || { cat virtual.txt >&2; exit 1; }
	sleep 0.1
done
"$bin/talbot" rig run train ffm-small bench.json "${size[@]}" "${how[@]}" --out protocols >protocols.txt &
learning=$!
trap 'kill "$learning" "$bench" 2>/dev/null || true; wait "$bench" 2>/dev/null || true' EXIT
while kill -0 $learning 2>/dev/null; do # what is said, as it comes
	sleep 1
	[ "$(wc -l <protocols.txt)" = "${seen:-0}" ] || { seen=$(wc -l <protocols.txt); tail -n 1 protocols.txt | cut -c1-120; }
done
wait $learning
"$bin/talbot" rig run train ffm-small --virtual "$grade" --direct "${size[@]}" "${how[@]}" --out computed >computed.txt
number() { grep -o "\"$1\":[0-9.e-]*" <<<"$line" | head -n 1 | cut -d: -f2; }
for side in protocols computed; do
	grep '"event":"epoch"' $side.txt | while read -r line; do
		printf '{"bench":"%s","grade":"%s","pictures":%s,"epoch":%s,"accuracy":%s,"interval":%s,"tested":%s,"frames":%s,"frames_of_updates":%s,"seconds":%s}\n' $side "$grade" "$pictures" \
			"$(number epoch)" "$(number test_accuracy)" "$(grep -o '"test_interval":\[[^]]*\]' <<<"$line" | cut -d: -f2)" "$(number test_count)" "$(number frames)" "$(number 'frames of updates')" "$(number seconds)"
	done
done >record.jsonl
tr -s '[]{}",:' ' ' <record.jsonl | awk '
	{ for (i = 1; i < NF; i++) { if ($i == "bench") side = $(i + 1); if ($i == "epoch") epoch = $(i + 1); if ($i == "accuracy") a = $(i + 1)
		if ($i == "interval") { low = $(i + 1); high = $(i + 2) }; if ($i == "frames") frames = $(i + 1); if ($i == "frames_of_updates") of = $(i + 1) }
	  acc[side, epoch] = a; lo[side, epoch] = low; hi[side, epoch] = high; n[side, epoch] = frames; u[side, epoch] = of; if (epoch > last) last = epoch }
	END {
		printf "epoch  through the protocols            computed\n"
		for (e = 0; e <= last; e++) printf "%5d  %5.1f %% (%7d frames)         %5.1f %% (%7d frames)\n", e, 100 * acc["protocols", e], n["protocols", e], 100 * acc["computed", e], n["computed", e]
		printf "frames of updates: %d and %d\n", u["protocols", last], u["computed", last]
		if (!(lo["protocols", last] > hi["protocols", 0])) { print "BAD: no better than before, but by chance"; exit 1 }
		if (lo["protocols", last] > hi["computed", last] || lo["computed", last] > hi["protocols", last]) { print "BAD: further apart than chance explains"; exit 1 }
		print "good: it climbs through the protocols, as on the virtual bench"
	}'
