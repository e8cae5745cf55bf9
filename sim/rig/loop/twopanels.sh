#!/usr/bin/env bash
# Calibrates a bench of two panels through the real protocols: an amplitude panel that a 4-f relay images onto a phase panel, and two
# cameras behind it. The bench is a process of its own (screens without a monitor, and GigE Vision cameras on this computer), and
# the lab's programs, talbot and talbot-desk in the folder $1, have no other way to it than those. It makes every calibration, each beginning
# with what was found before, and checks the bench with all of them. Then two masks learn on it and answer, the panels before the second one
# loaded with what the cameras have measured behind the first; and a network of dual neurons is read on another bench, of two lenses, whose second
# layer is loaded so too. Ctrl-C stops each of these in its midst, and it goes on. What was said is in the folder $2, and in $2/record.json
# what each calibration had verified, what came of each run and how long it took; a bench may be given as third, mild if it is not.
set -euo pipefail
bin=$(cd "$1" && pwd) out=$2 grade=${3:-mild}
mkdir -p "$out"
cd "$out"
"$bin/talbot" rig virtual bench.json --grade "$grade" --address 127.0.24.1 >virtual.txt 2>&1 &
bench=$!
trap 'kill "$bench" 2>/dev/null || true; wait "$bench" 2>/dev/null || true' EXIT
for _ in $(seq 300); do
	[ -s bench.json ] && break
	kill -0 "$bench" || { cat virtual.txt >&2; exit 1; }
	sleep 0.1
done
last='' bad=0
: >record.json
for kind in timing dark linearity flat curves registration zero-order slm-slm wavefront; do
	began=$SECONDS
	on=(bench.json) more=()
	if [ $kind = dark ]; then on=(--virtual "$grade" --address 127.0.24.11) more=(--blocked); fi # a bench without light
	rc=0
	"$bin/talbot" rig calibrate $kind "${on[@]}" $kind.json ${more[@]+"${more[@]}"} ${last:+--calibration "$last"} --json >$kind.txt 2>$kind.err || rc=$?
	result=refused
	if [ $rc = 0 ]; then
		result=kept last=$kind.json
	elif ! grep -q 'refused: it is no better' $kind.err; then
		result=failed bad=1
	fi
	printf '{"kind":"%s","result":"%s","seconds":%d,"tests":[%s],"said":"%s"}\n' $kind $result $((SECONDS - began)) \
		"$(paste -sd, $kind.txt)" "$(tr -d '\\"' <$kind.err | tail -n 1)" | tee -a record.json
done
began=$SECONDS rc=0
"$bin/talbot" rig check bench.json ${last:+--calibration "$last"} --json >check.txt 2>check.err || rc=1
printf '{"kind":"check","result":"%s","seconds":%d,"tests":[%s],"said":"%s"}\n' "$([ $rc = 0 ] && echo passed || echo failed)" $((SECONDS - began)) \
	"$(paste -sd, check.txt)" "$(tr -d '\\"' <check.err | tail -n 1)" | tee -a record.json
[ $rc = 0 ] || bad=1

# stopped runs a command, says Ctrl-C to it once a file has the words, which must stop it, and takes another that ends what it began.
stopped() { # KIND FILE WORDS COMMAND... -- COMMAND...
	local kind=$1 file=$2 words=$3 began=$SECONDS first=() rc=0 result=ended
	shift 3
	while [ "$1" != -- ]; do
		first+=("$1")
		shift
	done
	shift
	"$bin/talbot" "${first[@]}" >"$kind-first.txt" 2>"$kind-first.err" &
	local run=$!
	until grep -q "$words" "$file" 2>/dev/null || ! kill -0 $run 2>/dev/null; do sleep 0.2; done
	kill -INT $run 2>/dev/null || true
	wait $run || rc=$?
	if [ $rc = 0 ] || ! grep -q 'go on with\|goes on with' "$kind-first.err"; then
		result='not stopped' bad=1
	fi
	"$bin/talbot" "$@" >"$kind.txt" 2>"$kind.err" || result=failed bad=1
	printf '{"kind":"%s","result":"%s","seconds":%d,"last":%s,"said":"%s"}\n' "$kind" "$result" $((SECONDS - began)) \
		"$(tail -n 1 "$kind.txt" | grep '^{' || echo null)" "$(tr -d '\\"' <"$kind-first.err" | tail -n 1)" | tee -a record.json
}
common=(--data built-in --device cpu --json)
two=(--samples 64 --image-size 56 --padding 32 --region-size 8 --distance 9.9328mm --layers 2 --batch 4 --limit-train 40 --limit-test 20 --epochs 1 --trained-in-model 0)
stopped train train-first.txt '"step":[3-9]' rig run train ffm-small bench.json "${two[@]}" --json-steps --out masks --calibration "$last" "${common[@]}" -- \
	rig run train --resume masks bench.json "${common[@]}"
stopped infer infer-first.txt '"asked"' rig run infer masks bench.json --limit-test 100 --out answers --calibration "$last" "${common[@]}" -- \
	rig run infer masks bench.json --limit-test 100 --out answers --calibration "$last" "${common[@]}"
"$bin/talbot" train dante-bench-mnist --data built-in --network bench-small --mask-size 240 --focal-length 28.872mm --epochs 4 --batch 20 --out neurons >neurons.txt 2>&1
"$bin/talbot" rig virtual lenses.json --for neurons --data built-in --grade "$grade" --address 127.0.24.21 >lenses.txt 2>&1 &
lenses=$!
trap 'kill "$bench" "$lenses" 2>/dev/null || true; wait "$bench" "$lenses" 2>/dev/null || true' EXIT
until [ -s lenses.json ]; do
	kill -0 $lenses || { cat lenses.txt >&2; exit 1; }
	sleep 0.1
done
stopped dante dante-first.txt '"read"' rig run dante neurons lenses.json --learn 100 --limit-test 50 --out dante "${common[@]}" -- \
	rig run dante neurons lenses.json --learn 100 --limit-test 50 --out dante "${common[@]}"
exit $bad
