//go:build !(linux && (amd64 || arm64))

package v4l2

import "talbot/sim/rig"

// Camera is one that is open; there is none here.
type Camera struct{ rig.Camera }

// List finds no camera on this system.
func List() ([]Device, error) { return nil, ErrSystem }

// Open opens no camera on this system.
func Open(string, Options) (*Camera, error) { return nil, ErrSystem }

// Counts are those of no frames.
func (c *Camera) Counts() Counts { return Counts{} }

// Rate is that of no frames.
func (c *Camera) Rate() float64 { return 0 }
