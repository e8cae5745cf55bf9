#!/usr/bin/env bash
# Tries the script that "talbot submit --as slurm" prints on a Slurm of this machine alone, which it
# starts in a folder of its own: Debian's slurm-wlm with munge. Needs root, and TALBOT, the program.
# Two workers of an array work off a sweep; one is told by Slurm to end in the middle, and is put
# back into Slurm's queue: every trial has its result, and none is lost or parked.
set -euo pipefail
: "${TALBOT:?names no program: ./build.sh schedulers does}"
for c in munged mungekey slurmctld slurmd sbatch scancel scontrol; do
	command -v "$c" >/dev/null || { echo "slurm.sh: $c is missing: install slurm-wlm and munge" >&2; exit 1; }
done
[ "$(id -u)" = 0 ] || { echo "slurm.sh: slurmd wants root" >&2; exit 1; }

d=$(mktemp -d) pids=() host=$(hostname -s)
end() {
	local status=$?
	[ "$status" = 0 ] || tail -n 20 "$d"/*.log >&2 || true
	scancel --name=talbot 2>/dev/null || true
	for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done
	wait 2>/dev/null || true
	rm -rf "$d"
	exit "$status"
}
trap end EXIT
# port takes one that is free now.
port() { for p in $(shuf -i 20000-32000 -n 50); do (: </dev/tcp/127.0.0.1/"$p") 2>/dev/null || { echo "$p"; return; }; done; }
until_true() { for _ in $(seq "$1"); do "${@:2}" >/dev/null 2>&1 && return; sleep 0.5; done; echo "slurm.sh: gave up waiting for: ${*:2}" >&2; return 1; }

chmod 755 "$d"
mkdir -m 700 "$d/munge" && mkdir "$d/state" "$d/spool" "$d/work"
mungekey -c -k "$d/munge/key"
chmod 711 "$d/munge" && chmod 600 "$d/munge/key"
munged -F -f --socket="$d/munge/socket" --key-file="$d/munge/key" --pid-file="$d/munge/pid" --log-file="$d/munge/log" --seed-file="$d/munge/seed" &>"$d/munged.log" & pids+=($!)
until_true 20 test -S "$d/munge/socket"

cat >"$d/slurm.conf" <<END
ClusterName=talbot
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$d/munge/socket
CredType=cred/munge
SlurmctldPort=$(port)
SlurmdPort=$(port)
SlurmctldPidFile=$d/slurmctld.pid
SlurmdPidFile=$d/slurmd.pid
StateSaveLocation=$d/state
SlurmdSpoolDir=$d/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
KillWait=30
MinJobAge=300
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 CoresPerSocket=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE
END
touch "$d/state/cgroup" && export SLURM_CONF="$d/slurm.conf"
printf 'CgroupPlugin=autodetect\n' >"$d/cgroup.conf"
slurmctld -D -f "$SLURM_CONF" &>"$d/slurmctld.log" & pids+=($!)
slurmd -D -f "$SLURM_CONF" -N "$host" &>"$d/slurmd.log" & pids+=($!)
idle() { sinfo -h -o %T | grep -Eq 'idle|mixed|allocated'; }
until_true 60 idle

cd "$d/work"
url=nats://127.0.0.1:$(port)
"$TALBOT" hub --addr "${url#nats://}" --store "$d/hub" --lease 5s &>"$d/hub.log" & pids+=($!)
cat >sweep.json <<'END'
{"preset": "sa-2d-rings", "set": {"epochs": 2000}, "vary": {"learning-rate": {"from": 0.01, "to": 0.1, "steps": 12}}}
END
until_true 40 "$TALBOT" submit sweep.json --nats "$url"
"$TALBOT" submit --as slurm --nats "$url" --count 2 --time 10m >workers.sh 2>/dev/null
PATH="$(dirname "$TALBOT"):$PATH" sbatch --export=ALL workers.sh
counted() { "$TALBOT" jobs list --nats "$url" --json | grep -o "\"$1\": *[0-9]*" | sed -n '1s/.*[^0-9]//p'; }
done_now() { counted 'done' || echo 0; }
some() { [ "$(done_now)" -ge "$1" ]; }
until_true 240 some 2
job=$(squeue -h -t R -r -o %A -n talbot | head -n 1)
echo "slurm.sh: $(done_now) of 12 trials are done; Slurm ends job $job and puts it back"
scontrol requeue "$job"
until_true 480 some 12
grep -h returned talbot-*.log || true
grep -q returned talbot-*.log || { echo "slurm.sh: the worker that Slurm ended gave nothing back" >&2; exit 1; }
if [ "$(counted left)" != 0 ] || [ "$(counted parked)" != 0 ]; then echo "slurm.sh: trials are left, or parked" >&2; exit 1; fi
echo "slurm.sh: 12 of 12 trials have a result, none is parked"
