//go:build unix

package window

import (
	"os/exec"
	"syscall"
)

// apart keeps Ctrl-C of a terminal from the child: it ends as its parent has it.
func apart(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
