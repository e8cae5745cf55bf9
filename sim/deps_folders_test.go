package sim_test

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// TestFoldersOneWay checks that imports run one way between folders too, with all that is
// below them: of those side by side, and the package around them, there is an order in which
// each imports only what comes before. So a reader can take a folder as one thing.
func TestFoldersOneWay(t *testing.T) {
	circles := folderCircles(modulePackages(t, ".."))
	for _, folder := range slices.Sorted(maps.Keys(circles)) {
		t.Errorf("in folder %s imports run in a circle between %s: move the package that closes it", folder, strings.Join(circles[folder], ", "))
	}
}

// folderCircles is, for each folder that has them, what in it imports in circles, with the
// way there.
func folderCircles(pkgs map[string][]imported) map[string][]string {
	arrows := map[string]map[[2]string]bool{} // from and to, in each folder
	for pkg, list := range pkgs {
		for _, i := range list {
			if _, own := pkgs[i.path]; !own {
				continue
			}
			folder, from, to := fork(pkg, i.path)
			if arrows[folder] == nil {
				arrows[folder] = map[[2]string]bool{}
			}
			arrows[folder][[2]string{from, to}] = true
		}
	}
	circles := map[string][]string{}
	for folder, left := range arrows {
		// What imports nothing that is left, or is imported by nothing, is in no circle.
		for n := 0; n != len(left); {
			n = len(left)
			for a := range left {
				in, out := false, false
				for b := range left {
					in, out = in || b[1] == a[0], out || b[0] == a[1]
				}
				if !in || !out {
					delete(left, a)
				}
			}
		}
		for a := range left {
			circles[folder] = append(circles[folder], a[0]+" -> "+a[1])
		}
		slices.Sort(circles[folder])
	}
	return circles
}

// fork is the innermost folder that has both packages, and their first steps from there,
// "." for the folder's own package.
func fork(a, b string) (folder, x, y string) {
	from, to := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < min(len(from), len(to)) && from[n] == to[n] {
		n++
	}
	step := func(parts []string) string {
		if n < len(parts) {
			return parts[n]
		}
		return "."
	}
	return path.Join(append([]string{"."}, from[:n]...)...), step(from), step(to)
}

func TestFolderCircles(t *testing.T) {
	pkgs := func(arrows ...string) map[string][]imported {
		m := map[string][]imported{}
		for _, a := range arrows {
			from, to, _ := strings.Cut(a, " ")
			m[from] = append(m[from], imported{path: to})
			m[to] = slices.Clip(m[to])
		}
		return m
	}
	for _, c := range []struct {
		arrows []string
		want   string // folder: arrows
	}{
		{[]string{"a/x b", "b c/y", "a/x c/y", "c/y c/z"}, ""},
		{[]string{"a/x b", "b a/y", "d a/x", "b e"}, ".: a -> b, b -> a"},
		{[]string{"s/a/x s/b/p", "s/b/q s/c", "s/c s/a/y", "s/c s"}, "s: a -> b, b -> c, c -> a"},
		{[]string{"s s/a", "s/a/x s"}, "s: . -> a, a -> ."},
	} {
		got := ""
		for folder, list := range folderCircles(pkgs(c.arrows...)) {
			got += folder + ": " + strings.Join(list, ", ")
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.arrows, got, c.want)
		}
	}
}
