package open

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"talbot/sim/data"
)

// Text is the file of a text.
const Text = "text.txt"

// LoadText reads one of data.Texts from dir, or from Dir() when dir is empty, in two halves, the second to test on. It
// must be as published.
func LoadText(dir, name string) (train, test *data.Set, err error) {
	in := dir
	if in == "" {
		in = Dir()
	}
	b, err := os.ReadFile(filepath.Join(in, name, Text))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, &MissingError{Set: name, Dir: filepath.Join(in, name), File: Text, Data: dir}
	}
	if err != nil {
		return nil, nil, err
	}
	sum := sha256.Sum256(b)
	if want := Published[name][0]; hex.EncodeToString(sum[:]) != want.SHA256 {
		return nil, nil, fmt.Errorf("%s: %s in %s is not the published one, of %d bytes: delete it and get it again with: %s, or give it as a text of your own with --data-set NAME=PATH",
			name, Text, filepath.Join(in, name), want.Size, cure(name, dir))
	}
	train, test = data.SplitText(name, b)
	return train, test, nil
}
