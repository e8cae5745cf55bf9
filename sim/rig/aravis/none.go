//go:build !((linux || darwin) && (amd64 || arm64))

package aravis

import "talbot/sim/rig"

// Camera is one that is open; there is none here.
type Camera struct{ rig.Camera }

// List finds no camera on this system.
func List() ([]Device, error) { return nil, ErrLibrary }

// Open opens no camera on this system.
func Open(string, Options) (*Camera, error) { return nil, ErrLibrary }

// Counts are those of no frames.
func (c *Camera) Counts() Counts { return Counts{} }
