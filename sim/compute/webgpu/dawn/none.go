//go:build !((linux || darwin) && (amd64 || arm64))

package dawn

import (
	"errors"

	"talbot/sim/compute/webgpu"
)

// Options say which GPU to take and how.
type Options struct {
	Library  string
	Card     string
	Software bool
	Unsafe   bool
}

// Card is a GPU of this machine.
type Card struct {
	Number   int
	Name     string
	Software bool
}

// Cards fails as Open does.
func Cards(string) ([]Card, error) {
	_, err := Open(Options{}, webgpu.Tune{})
	return nil, err
}

// Open fails: Dawn's calls are known for 64-bit Linux and macOS only.
func Open(Options, webgpu.Tune) (*webgpu.Device, error) {
	return nil, errors.New("webgpu: GPUs work on 64-bit Linux and macOS only so far; use --device cpu")
}
