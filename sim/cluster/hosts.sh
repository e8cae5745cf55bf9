#!/usr/bin/env bash
# Two hosts, which are network namespaces on a switch, share a sweep: the hub and a worker on one, a worker on the
# other. The other's cable is pulled for so many seconds ($1, 20), without a word to either end: the near worker goes on,
# the far one's trials are taken over, it works again afterwards, and every trial has one result. Needs root, ip
# (iproute2), and TALBOT, the program. Where namespaces are not allowed: TALBOT_CUT=20s go test -run TestCut ./sim/cluster
set -euo pipefail
: "${TALBOT:?names no program: ./build.sh hosts does}"
cut=${1:-20} d=$(mktemp -d) pids=() n=talbot$$
end() {
	local status=$?
	[ "$status" = 0 ] || tail -n 5 "$d"/*.log >&2 || true
	for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done
	wait 2>/dev/null || true
	for h in sw near far; do ip netns del "$n-$h" 2>/dev/null || true; done
	rm -rf "$d"
	exit "$status"
}
trap end EXIT
for h in sw near far; do ip netns add "$n-$h"; ip -n "$n-$h" link set lo up; done
ip -n "$n-sw" link add switch type bridge
ip -n "$n-sw" link set switch up
i=0
for h in near far; do
	i=$((i + 1))
	ip -n "$n-sw" link add "port-$h" type veth peer name eth0 netns "$n-$h"
	ip -n "$n-sw" link set "port-$h" master switch up
	ip -n "$n-$h" addr add "10.77.0.$i/24" dev eth0
	ip -n "$n-$h" link set eth0 up
done
near() { ip netns exec "$n-near" "$@"; }
far() { ip netns exec "$n-far" "$@"; }
export TALBOT_TOKEN=hosts
url=nats://10.77.0.1:4222
cd "$d"
near "$TALBOT" hub --addr 10.77.0.1:4222 --open --store "$d/hub" --lease 5s &>hub.log & pids+=($!)
cat >sweep.json <<END
{"preset": "sa-2d-rings", "set": {"epochs": 1500}, "vary": {"learning-rate": {"from": 0.01, "to": 0.1, "steps": $((cut / 2 + 20))}}}
END
for _ in $(seq 40); do near "$TALBOT" submit sweep.json --nats "$url" &>submit.log && break; sleep 0.5; done
near "$TALBOT" worker --nats "$url" --workers 1 --device cpu --json &>near.log & pids+=($!)
far "$TALBOT" worker --nats "$url" --workers 1 --device cpu --json &>far.log & pids+=($!)
count() { grep -c "\"event\":\"$2\"" "$1.log" || true; }
# until_more FILE EVENT THAN
until_more() { for _ in $(seq 600); do [ "$(count "$1" "$2")" -gt "$3" ] && return; sleep 0.2; done; echo "hosts.sh: gave up waiting for $2 of the $1 worker" >&2; return 1; }
until_more far taken 1
until_more near 'done' 0
before=$(count near 'done')
ip -n "$n-sw" link set port-far nomaster
sleep "$cut"
during=$(($(count near 'done') - before)) there=$(count far 'done')
ip -n "$n-sw" link set port-far master switch
until_more far 'done' "$there"
total=$((cut / 2 + 20))
state() { near "$TALBOT" jobs list --nats "$url" --json | head -n 1; }
number() { state | grep -o "\"$1\":[0-9]*" | grep -o '[0-9]*$'; }
for _ in $(seq 1200); do [ "$(number left)" = 0 ] && break; sleep 0.5; done
if [ "$(number left)" != 0 ] || [ "$(number 'done')" != "$total" ] || [ "$(number parked)" != 0 ]; then echo "hosts.sh: $(state)" >&2; exit 1; fi
[ "$during" -gt 0 ] || { echo 'hosts.sh: the near worker did nothing during the cut' >&2; exit 1; }
printf '{"cut_s":%d,"lease_s":5,"trials":%d,"results":%d,"parked":0,"near":%d,"far":%d,"near_during_the_cut":%d,"far_after_it":%d}\n' \
	"$cut" "$total" "$(number 'done')" "$(count near 'done')" "$(count far 'done')" "$during" "$(($(count far 'done') - there))"
