package rig

import (
	"context"

	"talbot/sim/plant"
)

// Frames takes a frame of each load by a camera, 0 for the Object and 1 for the Reference, as it counts. Those that are lost, incomplete
// or of another picture are taken again.
func (b *Bench) Frames(ctx context.Context, loads []plant.Load, camera int) (all []*Frame, err error) {
	if b.eye(camera).Camera == nil {
		return nil, ErrUncalibrated
	}
	err = b.each(ctx, loads, b.part(), func(part []plant.Load) error {
		shots := make([]Shot, len(part))
		for i, l := range part {
			shots[i] = Shot{l, []int{camera}}
		}
		frames, err := b.shoot(ctx, shots)
		for _, f := range frames {
			all = append(all, f[0])
		}
		return err
	})
	return all, err
}

// Light is what a frame of a camera tells of the plane's light, [Ny][Nx], as the camera stands, not registered.
func (b *Bench) Light(camera int, f *Frame) []float32 { return b.light(b.eye(camera), f) }

// Picture is a load on whole panels, with the next number in their tags, for who shows pictures by himself.
func (b *Bench) Picture(load plant.Load) (levels [][]uint16, seq uint64) {
	placing := b.placing()
	b.seq++
	return b.picture(load, b.seq, placing), b.seq
}

// Waits is how long the bench shows a picture before its frame, s.
func (b *Bench) Waits() float64 { return b.wait() }
