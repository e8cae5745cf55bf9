// Package get fetches the full data sets: from this machine, from a package of
// Debian or npm, or from the sites that publish them, whichever works first.
//
// Every file is checked against the SHA-256 of its content before it takes its
// name, so what is in the folder is whole; what cannot be finished now goes on
// where it stopped when Get runs again.
package get

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"talbot/sim/data"
	"talbot/sim/data/open"
)

// Get puts the four IDX files of a set of data.Names, or the file of one of data.Texts, into dir/name, or into
// open.Dir()/name when dir is empty. Files that are there and right are left
// alone; one that is there and not right is an error, and stays as it is.
//
// Progress, if not nil, is told how many bytes of the set's content, unpacked,
// are there, and how many there will be.
func Get(ctx context.Context, name, dir string, progress func(done, total int64)) error {
	s, ok := sets[name]
	if !ok {
		return fmt.Errorf("no data set %q to get: want one of %s", name, strings.Join(append(slices.Clone(data.Names), data.Texts...), ", "))
	}
	if dir == "" {
		dir = open.Dir()
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	if err := s.get(ctx, name, dir, progress); err != nil {
		return fmt.Errorf("data get %s: %w", name, err)
	}
	return nil
}

func (s set) get(ctx context.Context, name, dir string, progress func(done, total int64)) error {
	j := &job{dir: filepath.Join(dir, name), report: progress}
	if err := os.MkdirAll(j.dir, 0o755); err != nil {
		return unwritable(err)
	}
	for _, f := range s.files {
		j.total += f.size
		p, err := open.Find(os.DirFS(dir), name, f.name)
		var missing *open.MissingError
		switch {
		case errors.As(err, &missing):
			j.missing = append(j.missing, f)
			continue
		case err != nil:
			return err
		}
		p = filepath.Join(dir, filepath.FromSlash(p))
		if err := f.check(p); err != nil {
			return fmt.Errorf("%s is not the file of %s (%w): move it away, then run this again", p, name, err)
		}
		j.done += f.size
	}
	j.progress(0)
	if len(j.missing) == 0 {
		return nil
	}
	return j.fetch(ctx, s.sources)
}

// job is one run of Get: the files that are still missing, and how far it is.
type job struct {
	dir         string // where the files go
	stage       string // a folder inside dir, for work; removed at the end
	missing     []file
	done, total int64
	report      func(done, total int64)
}

// progress reports that part bytes are there beside the finished files.
func (j *job) progress(part int64) { j.report(j.done+part, j.total) }

// fetch tries the sources in order until nothing is missing.
func (j *job) fetch(ctx context.Context, sources []source) error {
	var err error
	if j.stage, err = os.MkdirTemp(j.dir, ".get-"); err != nil {
		return unwritable(err)
	}
	defer os.RemoveAll(j.stage)

	var failures []string
	for _, src := range sources {
		err := src.fetch(ctx, j)
		if ctx.Err() != nil {
			return &stopped{ctx.Err()}
		}
		if len(j.missing) == 0 {
			return nil
		}
		if err == nil {
			err = fmt.Errorf("does not have %s", j.missing[0].name)
		}
		var local *writeError
		if errors.As(err, &local) {
			return err
		}
		failures = append(failures, src.String()+": "+err.Error())
	}
	var names []string
	for _, f := range j.missing {
		names = append(names, f.name)
	}
	return fmt.Errorf("no source worked; put %s into %s yourself, or run it again with a network. Tried %s",
		strings.Join(names, ", "), j.dir, strings.Join(failures, "; "))
}

func unwritable(err error) error {
	return fmt.Errorf("cannot write the files (%w): choose another folder with --data DIR or TALBOT_DATA", err)
}

// stopped says that the caller ended it: the cause is the context's error.
type stopped struct{ cause error }

func (e *stopped) Error() string { return "stopped; run it again to go on" }
func (e *stopped) Unwrap() error { return e.cause }

// writeError is a failure of the user's disk, which no other source can mend.
type writeError struct{ err error }

func (e *writeError) Error() string { return "cannot write: " + e.err.Error() }
func (e *writeError) Unwrap() error { return e.err }

// install checks the file at path, which is on the same disk as j.dir, and gives
// it the name it has at path there. Then it is missing no more. Nothing that has
// the name already is replaced.
func (j *job) install(f file, path string) error {
	if err := f.check(path); err != nil {
		return fmt.Errorf("%s is not the right file: %w", filepath.Base(path), err)
	}
	final := filepath.Join(j.dir, f.name)
	if isGzip(path) {
		final += ".gz"
	}
	if err := os.Link(path, final); err != nil {
		if errors.Is(err, os.ErrExist) {
			return &writeError{fmt.Errorf("%s has appeared meanwhile: is another run at work?", final)}
		}
		// A file system without hard links.
		if err := os.Rename(path, final); err != nil {
			return &writeError{err}
		}
	} else if err := os.Remove(path); err != nil {
		return &writeError{err}
	}
	for i := range j.missing {
		if j.missing[i] == f {
			j.missing = append(j.missing[:i:i], j.missing[i+1:]...)
			break
		}
	}
	j.done += f.size
	j.progress(0)
	return nil
}
