package loop

import (
	"os/exec"
	"syscall"
)

// bind has a program end when this one does, even where it is killed.
func bind(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
