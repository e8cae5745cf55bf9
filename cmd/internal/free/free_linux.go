package free

import (
	"math"
	"os"
	"path"
	"strconv"
	"strings"
	"syscall"
)

func memory() float64 { return under("/") }

// under is memory with the files of the system below a folder.
func under(root string) float64 {
	text := func(name string) string {
		b, err := os.ReadFile(path.Join(root, name))
		if err != nil {
			return ""
		}
		return strings.TrimSpace(string(b))
	}
	least := math.Inf(1)
	if kb, ok := field(text("proc/meminfo"), "MemAvailable"); ok {
		least = 1024 * kb
	}
	for _, line := range strings.Split(text("proc/self/cgroup"), "\n") {
		parts := strings.SplitN(line, ":", 3)
		if len(parts) != 3 {
			continue
		}
		switch {
		case parts[1] == "": // version 2
			least = math.Min(least, group(text, "sys/fs/cgroup", parts[2], "memory.max", "memory.current", "inactive_file"))
		case strings.Contains(","+parts[1]+",", ",memory,"):
			least = math.Min(least, group(text, "sys/fs/cgroup/memory", parts[2], "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"))
		}
	}
	// What ulimit -v has set; the address space that is taken already counts.
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_AS, &limit); err == nil && limit.Cur < math.MaxInt64 {
		kb, _ := field(text("proc/self/status"), "VmSize")
		least = math.Min(least, math.Max(1, float64(limit.Cur)-1024*kb))
	}
	if math.IsInf(least, 1) {
		return 0
	}
	return least
}

// group is what is left of the limits of a control group and of those above it: inside a
// container the path may be that of the host, and then the top is the container's own.
func group(text func(string) string, top, at, most, used, cache string) float64 {
	least := math.Inf(1)
	for at = path.Clean("/" + at); ; at = path.Dir(at) {
		folder := path.Join(top, at)
		if limit, err := strconv.ParseFloat(text(path.Join(folder, most)), 64); err == nil {
			now, _ := strconv.ParseFloat(text(path.Join(folder, used)), 64)
			files, _ := field(text(path.Join(folder, "memory.stat")), cache) // the system drops these
			least = math.Min(least, math.Max(1, limit-math.Max(0, now-files)))
		}
		if at == "/" {
			return least
		}
	}
}
