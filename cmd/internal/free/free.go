// Package free tells how much memory a program may take before the system runs out.
package free

import (
	"runtime/debug"
	"strconv"
	"strings"

	"talbot/sim/compute/cpu"
)

// Share of the free memory that may be taken: the rest is for the system, and for what
// an estimate leaves out.
const Share = 0.8

// Limited says what sets the limit: see compute.Hosted.
const Limited = "that are 80 % of the free memory"

// Memory is how many bytes are free for this program, 0 where the system does not tell:
// the least of what the machine has, and of what is left of the limits that the program
// runs under.
func Memory() float64 { return memory() }

// Limit gives dev room for 80 % of the free memory, and lets the garbage collector keep
// the program within that.
func Limit(dev *cpu.Device) {
	room := Share * Memory()
	if room <= 0 {
		return
	}
	dev.SetRoom(room, Limited)
	if debug.SetMemoryLimit(-1) == 1<<63-1 { // nobody has set another
		debug.SetMemoryLimit(int64(room))
	}
}

// field is the number behind "name:" or "name" in a text of such lines, and whether it is
// there.
func field(text, name string) (float64, bool) {
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) >= 2 && strings.TrimSuffix(f[0], ":") == name {
			x, err := strconv.ParseFloat(f[1], 64)
			return x, err == nil
		}
	}
	return 0, false
}
