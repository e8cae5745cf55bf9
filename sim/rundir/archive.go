package rundir

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// runFiles are all files of a run's folder.
var runFiles = []string{ConfigFile, MetricsFile, CheckpointFile, MasksFile, PhaseFile, AmplitudeFile, LevelsFile}

// Pack is a run's folder as one archive, always the same for the same files: a ZIP of those that are there, not
// compressed. Other files stay out of it.
func Pack(path string) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range runFiles {
		content, err := os.ReadFile(filepath.Join(path, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return nil, err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// Unpack makes a folder of what Pack gave; the folder may be there and its files are replaced. Of a damaged archive, or one
// with other files, nothing is written.
func Unpack(path string, b []byte) error {
	files, err := unzip(b)
	if err != nil {
		return fmt.Errorf("the archive of a run is damaged: %w: make the run again", err)
	}
	for name := range files {
		if !slices.Contains(runFiles, name) {
			return fmt.Errorf("the archive of a run has a file %q, which no run has: make the run again with this version", name)
		}
	}
	if err := os.MkdirAll(path, 0o777); err != nil {
		return err
	}
	for name, content := range files {
		if err := WriteFile(filepath.Join(path, name), func(w io.Writer) error { _, err := w.Write(content); return err }); err != nil {
			return err
		}
	}
	return nil
}
