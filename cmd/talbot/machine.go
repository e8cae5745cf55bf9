package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
)

// What the operating system tells about the machine. Linux has files for it;
// elsewhere these are empty.

// processor is the name of the processor, or at least of its kind.
func processor() string {
	if s := field("/proc/cpuinfo", "model name"); s != "" {
		return s
	}
	return runtime.GOARCH
}

// load is the average number of tasks that ran, over 1, 5 and 15 minutes.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if f := strings.Fields(string(b)); err == nil && len(f) >= 3 {
		return strings.Join(f[:3], " ")
	}
	return ""
}

// peakMemory is the most memory that a process ("self", or its number) has used,
// in bytes, or 0.
func peakMemory(pid string) int64 {
	f := strings.Fields(field("/proc/"+pid+"/status", "VmHWM"))
	if len(f) < 2 {
		return 0
	}
	n, err := strconv.ParseInt(f[0], 10, 64)
	if err != nil {
		return 0
	}
	return n << 10
}

// forgetPeak makes peakMemory of this process count from here on.
func forgetPeak() {
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // only Linux can
}

// field is the text behind "name:" in a file of such lines, the first of them.
func field(path, name string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(b)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
