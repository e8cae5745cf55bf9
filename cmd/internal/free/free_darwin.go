package free

import (
	"encoding/binary"
	"syscall"
)

// memory is all that the machine has: what other programs take can be swapped out.
func memory() float64 {
	s, err := syscall.Sysctl("hw.memsize")
	if err != nil {
		return 0
	}
	b := append([]byte(s), 0, 0, 0, 0, 0, 0, 0, 0) // Sysctl drops a last zero
	return float64(binary.LittleEndian.Uint64(b))
}
