package free

import (
	"syscall"
	"unsafe"
)

// status is MEMORYSTATUSEX of the Windows API.
type status struct {
	length, load                             uint32
	totalPhysical, availablePhysical         uint64
	totalPage, availablePage                 uint64
	totalVirtual, availableVirtual, extended uint64
}

func memory() float64 {
	s := status{}
	s.length = uint32(unsafe.Sizeof(s))
	call := syscall.NewLazyDLL("kernel32.dll").NewProc("GlobalMemoryStatusEx")
	if ok, _, _ := call.Call(uintptr(unsafe.Pointer(&s))); ok == 0 {
		return 0
	}
	return float64(min(s.availablePhysical, s.availablePage))
}
