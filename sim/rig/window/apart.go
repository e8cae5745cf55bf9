//go:build !unix

package window

import "os/exec"

// apart does nothing where a child does not get its parent's Ctrl-C by its group.
func apart(*exec.Cmd) {}
