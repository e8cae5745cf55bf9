#!/usr/bin/env bash
# pairs.sh OLD NEW [FLAG...]: how long two builds of talbot take for a training step.
#
# OLD and NEW run "speed step" (as bench, its old name, which old builds know too) in
# turns, 20 pairs (PAIRS), each pair in the other order than the one before, with these flags or --size 64 --pad half and --size 200 --pad half with
# one thread and the fastest code. For each case it writes the medians and the geometric mean
# of NEW/OLD with its 95 % interval, by Student's t of the logarithms: what slows the machine
# for a while falls on both of a pair.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }
old=$1 new=$2
shift 2
pairs=${PAIRS:-20}
[ "$pairs" -ge 5 ] || { echo 'pairs.sh: PAIRS must be 5 or more' >&2; exit 2; }
for b in "$old" "$new"; do [ -x "$b" ] || { echo "pairs.sh: there is no program $b" >&2; exit 1; }; done
[ $# -gt 0 ] || set -- --size 64,200 --pad half --threads 1 --variant simd
one() { "$2" bench step --samples 1 "${@:3}" --json | sed -n "/\"event\":\"row\"/s/^/$1 /p"; }
for ((i = 0; i < pairs; i++)); do
	if ((i % 2)); then one new "$new" "$@"; one old "$old" "$@"; else one old "$old" "$@"; one new "$new" "$@"; fi
	printf '%d of %d pairs\n' $((i + 1)) "$pairs" >&2
done | awk '
function field(name) { return match($0, "\"" name "\":\"?[^\",}]*") ? substr($0, RSTART, RLENGTH) : "" }
function value(name, f) { f = field(name); sub("^\"" name "\":\"?", "", f); return f }
function median(list, n, v, i, j, t) {
	split(list, v, " ")
	for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
	return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}
{
	k = value("case") ", " value("variant") ", " value("threads") " threads"
	if (!seen[k]++) order[++cases] = k
	match($0, /"time":\{"median":[^,]*/)
	t[$1, k] = substr($0, RSTART + 17, RLENGTH - 17)
	if (++half[k] % 2) next
	x = log(t["new", k] / t["old", k])
	n[k]++; sum[k] += x; squares[k] += x * x
	olds[k] = olds[k] t["old", k] " "; news[k] = news[k] t["new", k] " "
}
END {
	if (!cases) { print "pairs.sh: there was nothing to time" > "/dev/stderr"; exit 1 }
	for (i = 1; i <= cases; i++) {
		k = order[i]; m = n[k]; mean = sum[k] / m; v = m - 1; z = 1.959964
		q = z + (z ^ 3 + z) / (4 * v) + (5 * z ^ 5 + 16 * z ^ 3 + 3 * z) / (96 * v * v) # quantile of t: Abramowitz and Stegun 26.7.5
		spread = (squares[k] - m * mean * mean) / v
		d = q * sqrt((spread > 0 ? spread : 0) / m)
		printf "%s: old %.4g ms, new %.4g ms a picture; new/old %.4f, 95 %% from %.4f to %.4f, %d pairs\n", k, 1e3 * median(olds[k], m), 1e3 * median(news[k], m), exp(mean), exp(mean - d), exp(mean + d), m
	}
}'
