package main

import (
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"

	"talbot/sim/system/forward"
)

// calibrations keeps those of virtual benches in a folder, so that the next row on the same bench, and a command that goes on, need none.
type calibrations struct{ folder string }

// calibrated is a file: its key is there in full.
type calibrated struct {
	Key   string
	Found forward.Calibrated
}

// Key has the version in it too: another may calibrate in other ways.
func (c calibrations) Key(b forward.Basis) (string, error) {
	key, err := json.Marshal(b)
	return build() + " " + string(key), err
}

func (c calibrations) path(key string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(c.folder, hex.EncodeToString(sum[:8])+".gob")
}

// Kept reads one; a file that cannot be read is none.
func (c calibrations) Kept(key string) *forward.Calibrated {
	f, err := os.Open(c.path(key))
	if err != nil {
		return nil
	}
	defer f.Close()
	var k calibrated
	if err := gob.NewDecoder(f).Decode(&k); err != nil || k.Key != key {
		return nil
	}
	return &k.Found
}

// Keep writes one.
func (c calibrations) Keep(key string, found *forward.Calibrated) error {
	if err := os.MkdirAll(c.folder, 0o777); err != nil {
		return err
	}
	f, err := os.CreateTemp(c.folder, "new")
	if err != nil {
		return err
	}
	err = gob.NewEncoder(f).Encode(calibrated{key, *found})
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), c.path(key))
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
