package sim_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
)

const module = "talbot/"

// imported is one import of one file.
type imported struct {
	file string // in the module
	path string // without the module's name for its own packages
}

// matches tells whether a word of the table allows i: the package itself, the
// packages below a word with a last "*", or those of a module by its prefix.
func (i imported) matches(word string) bool {
	if prefix, ok := strings.CutSuffix(word, "*"); ok {
		return strings.HasPrefix(i.path, prefix)
	}
	return i.path == word || strings.Contains(word, ".") && strings.HasPrefix(i.path, word+"/")
}

// isStandard tells by the first part of a path, which is a domain for modules.
func isStandard(p string) bool {
	first, _, _ := strings.Cut(p, "/")
	return !strings.Contains(first, ".") && !isOwn(p)
}

func isOwn(p string) bool {
	first, _, _ := strings.Cut(p, "/")
	switch first {
	case "sim", "render", "wasm", "cmd", "assets", "site":
		return true
	}
	return false
}

// below is a test for words that name p, or (with a last slash) a folder of it.
func below(p string) func(word string) bool {
	return func(word string) bool {
		return p == word || strings.HasSuffix(word, "/") && strings.HasPrefix(p, word)
	}
}

// modulePackages is the imports of every package of the module at root, by the
// package's folder, from all files but tests, for all platforms. It reads the
// files itself: what go list says may come from a cache, whose key lacks them.
func modulePackages(t *testing.T, root string) map[string][]imported {
	t.Helper()
	pkgs := map[string][]imported{}
	files := token.NewFileSet()
	fsys := os.DirFS(root)
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if p != "." && (name[0] == '.' || name[0] == '_' || name == "testdata" || name == "node_modules" || name == "dist" || name == "artefacts" || name == "runs") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		src, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(files, p, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Dir(p)
		if _, ok := pkgs[pkg]; !ok {
			pkgs[pkg] = nil
		}
		for _, spec := range f.Imports {
			ipath, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			pkgs[pkg] = append(pkgs[pkg], imported{p, strings.TrimPrefix(ipath, module)})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs["sim/compute"])+len(pkgs["sim/compute/kernels"]) == 0 {
		t.Fatal("found no imports in sim/compute/kernels: is this the module's root?")
	}
	return pkgs
}

func TestParseSeesImports(t *testing.T) {
	for _, c := range []struct {
		word, path string
		want       bool
	}{
		{"sim/fft", "sim/fft", true},
		{"sim/fft", "sim/fft/other", false},
		{"sim/*", "sim/data/get", true},
		{"sim/*", "simulate", false},
		{"golang.org/x/image", "golang.org/x/image/font", true},
		{"golang.org/x/image", "golang.org/x/images", false},
		{"os", "os/exec", false},
	} {
		if got := (imported{path: c.path}).matches(c.word); got != c.want {
			t.Errorf("%q allows %q: %v, want %v", c.word, c.path, got, c.want)
		}
	}
	for p, want := range map[string]bool{"os": true, "net/http": true, "sim/data": false, "golang.org/x/term": false, "C": true} {
		if isStandard(p) != want {
			t.Errorf("isStandard(%q) is %v", p, !want)
		}
	}
}
