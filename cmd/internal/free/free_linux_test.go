package free

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLeastOfTheLimits(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  float64
	}{
		"nothing": {nil, 0},
		"machine": {map[string]string{"proc/meminfo": "MemTotal: 2000 kB\nMemFree: 10 kB\nMemAvailable:   1000 kB\n"}, 1024000},
		"no limit": {map[string]string{"proc/meminfo": "MemAvailable: 1000 kB\n", "proc/self/cgroup": "0::/a/b\n",
			"sys/fs/cgroup/a/b/memory.max": "max\n"}, 1024000},
		"group": {map[string]string{"proc/meminfo": "MemAvailable: 1000 kB\n", "proc/self/cgroup": "0::/a/b\n",
			"sys/fs/cgroup/a/b/memory.max": "600000\n", "sys/fs/cgroup/a/b/memory.current": "200000\n", "sys/fs/cgroup/a/b/memory.stat": "anon 5\ninactive_file 50000\n"}, 450000},
		"group above": {map[string]string{"proc/meminfo": "MemAvailable: 1000 kB\n", "proc/self/cgroup": "0::/a/b\n",
			"sys/fs/cgroup/a/memory.max": "300000\n", "sys/fs/cgroup/a/memory.current": "100000\n"}, 200000},
		"container": {map[string]string{"proc/meminfo": "MemAvailable: 1000 kB\n", "proc/self/cgroup": "0::/docker/1234\n",
			"sys/fs/cgroup/memory.max": "500000\n", "sys/fs/cgroup/memory.current": "0\n"}, 500000},
		"version 1": {map[string]string{"proc/meminfo": "MemAvailable: 1000 kB\n", "proc/self/cgroup": "5:cpu:/\n4:memory:/x\n",
			"sys/fs/cgroup/memory/x/memory.limit_in_bytes": "400000\n", "sys/fs/cgroup/memory/x/memory.usage_in_bytes": "100000\n"}, 300000},
		"used up": {map[string]string{"proc/meminfo": "MemAvailable: 1000 kB\n", "proc/self/cgroup": "0::/\n",
			"sys/fs/cgroup/memory.max": "1000\n", "sys/fs/cgroup/memory.current": "2000\n"}, 1},
	} {
		root := t.TempDir()
		for name, text := range c.files {
			file := filepath.Join(root, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got := under(root); got != c.want {
			t.Errorf("%s: %g bytes, want %g", name, got, c.want)
		}
	}
	if m := Memory(); m < 1<<20 {
		t.Errorf("here are %g bytes free", m)
	}
}
