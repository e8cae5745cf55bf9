package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig/loop"
	"talbot/sim/rig/open"
	"talbot/sim/rig/virtual"
)

// planned is a simulated bench. The light goes as far as in the published one for its width.
func (b *bench) planned(grade string) (s virtual.Setup, f virtual.Faults, err error) {
	if f, err = virtual.Grade(grade); err != nil {
		return s, f, usage("%w", err)
	}
	if b.samples < 40 || b.samples > 1024 {
		return s, f, usage("--samples: %d is outside 40 to 1024", b.samples)
	}
	s = virtual.Free(b.samples)
	wide := float64(b.samples) / 400
	s.Panels[1].Gap *= wide * wide
	s.Exposure, s.Carrier = 2.5e-4, [2]float64{0.3 / s.Plane.Dx, 0.25 / s.Plane.Dx}
	s.Blocked = b.blocked
	for _, change := range []func(*virtual.Setup, *virtual.Faults){b.like, b.also} {
		if change != nil {
			change(&s, &f)
		}
	}
	return s, f, nil
}

// start starts a simulated bench.
func (b *bench) start(grade string) (*loop.Loop, error) {
	s, f, err := b.planned(grade)
	if err != nil {
		return nil, err
	}
	l, err := loop.Start(cpu.Open(0), s, f, loop.Options{Addresses: []string{b.address, next(b.address)}})
	if errors.Is(err, syscall.EADDRINUSE) {
		err = fmt.Errorf("%w: end the other simulated bench, or take other addresses, such as --address 127.0.17.1", err)
	}
	return l, err
}

// next is the address behind another.
func next(address string) string {
	at := strings.LastIndex(address, ".") + 1
	n := 0
	fmt.Sscan(address[at:], &n)
	return fmt.Sprint(address[:at], n+1)
}

// computed is the simulated bench without screens.
func (b *bench) computed() (*open.Lab, open.File, func(), error) {
	if b.virtual == "" {
		return nil, open.File{}, nil, usage("--direct is for a simulated bench: add --virtual")
	}
	s, f, err := b.planned(b.virtual)
	if err != nil {
		return nil, open.File{}, nil, err
	}
	v, err := virtual.New(cpu.Open(0), s, f)
	if err != nil {
		return nil, open.File{}, nil, err
	}
	lab := &open.Lab{Bench: v}
	if err := b.known(lab); err != nil {
		return nil, open.File{}, nil, err
	}
	return lab, open.File{}, func() {}, nil
}
