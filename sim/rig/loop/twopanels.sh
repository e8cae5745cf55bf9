#!/usr/bin/env bash
# Calibrates a bench of two panels through the real protocols: an amplitude panel that a 4-f relay images onto a phase panel, and two
# cameras behind it. The bench is a process of its own (screens without a monitor, and GigE Vision cameras on this computer), and
# the lab's programs, talbot and talbot-desk in the folder $1, have no other way to it than those. It makes every calibration, each beginning
# with what was found before, and checks the bench with all of them. What was said is in the folder $2, and in $2/record.json
# what each calibration had verified and how long it took; a bench may be given as third, mild if it is not.
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
		"$(paste -sd, $kind.txt)" "$(tr -d '"\\' <$kind.err | tail -n 1)" | tee -a record.json
done
began=$SECONDS rc=0
"$bin/talbot" rig check bench.json ${last:+--calibration "$last"} --json >check.txt 2>check.err || rc=1
printf '{"kind":"check","result":"%s","seconds":%d,"tests":[%s],"said":"%s"}\n' "$([ $rc = 0 ] && echo passed || echo failed)" $((SECONDS - began)) \
	"$(paste -sd, check.txt)" "$(tr -d '"\\' <check.err | tail -n 1)" | tee -a record.json
exit $((bad + rc))
