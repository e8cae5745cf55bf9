# shellcheck shell=bash
# What is tried beside the tests: schedulers, hosts, cameras, Wine, and benches behind real protocols. build.sh reads this.

cmd_schedulers() {
	need_go
	step 'dist/talbot' build_native
	export TALBOT="$PWD/dist/talbot"
	step 'the Job of Kubernetes' go -C sim/cluster/schedulers test -count=1 ./...
	need_apt slurm-wlm munge
	step 'Slurm' sim/cluster/schedulers/slurm.sh
}

cmd_hosts() {
	need_go
	step 'dist/talbot' build_native
	need ip iproute2
	TALBOT="$PWD/dist/talbot" sim/cluster/hosts.sh "$@"
}

cmd_vivid() {
	need_go
	step 'V4L2 on vivid' sim/rig/v4l2/vivid.sh "${XDG_CACHE_HOME:-$HOME/.cache}/talbot/vivid"
}

cmd_wine() {
	need_go
	step 'the engine for Windows' cmd/talbot/wine.sh "${XDG_CACHE_HOME:-$HOME/.cache}/talbot/wine"
}

# behind_protocols TEXT COMMAND...: builds both programs, and what lets them drive a simulated bench behind screens and cameras, then does it.
behind_protocols() {
	need_go
	need Xvfb xvfb
	! have apt-get || need_apt libaravis-0.8-0
	need_apt_desk
	step 'dist/talbot' build_native
	step 'dist/talbot-desk' build_desk
	step "$@"
}
cmd_panels() { behind_protocols 'two panels through the protocols' sim/rig/loop/twopanels.sh dist artefacts/two-panels "${1:-mild}"; }
cmd_in-situ() { behind_protocols 'learning in situ, through the protocols and computed' sim/rig/loop/insitu.sh dist artefacts/in-situ "$@"; }
