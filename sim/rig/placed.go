package rig

import "talbot/sim/compute"

// placed are places of a device that go with the registrations of both cameras.
type placed struct {
	to     compute.Buffer
	at     [2]Homography
	places func() []float32
}

// eyes are the registrations of both cameras.
func (b *Bench) eyes() [2]Homography {
	return [2]Homography{b.Object.Registration, b.Reference.Registration}
}

// follow makes a table of places that is written anew where a registration has changed: see measurement.place.
func (m *maker) follow(b *Bench, places func() []float32) compute.Buffer {
	to := m.table("places", places())
	m.maps = append(m.maps, &placed{to, b.eyes(), places})
	return to
}

// place writes anew what goes with registrations that have changed.
func (m *measurement) place() error {
	for _, p := range m.maps {
		if now := m.b.eyes(); now != p.at {
			if err := m.dev.Write(p.to, 0, p.places()); err != nil {
				return err
			}
			p.at = now
		}
	}
	return nil
}
