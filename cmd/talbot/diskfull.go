package main

import (
	"errors"
	"runtime"
	"syscall"
)

// diskFull tells whether an error comes of a disk, or of a share of one, that has no room left.
func diskFull(err error) bool {
	const handleDiskFull, diskFull syscall.Errno = 39, 112 // of Windows
	if runtime.GOOS == "windows" {
		return errors.Is(err, handleDiskFull) || errors.Is(err, diskFull)
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
