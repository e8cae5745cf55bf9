package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"talbot/render/lab"
	"talbot/sim/experiment"
)

// count shows how many pixels have which level of their device, twice a second while
// the masks change.
func (e *engine) count() error {
	v, ok := e.view.(interface{ SetDevices([]lab.Device) })
	if !ok || e.playing && time.Since(e.counted) < 500*time.Millisecond {
		return nil
	}
	uses, err := e.session.DeviceUses()
	if err != nil {
		return err
	}
	e.counted = time.Now()
	v.SetDevices(devices(uses))
	if e.devices != len(uses) {
		e.devices = len(uses)
		e.announce()
	}
	return nil
}

// devices makes of the session's devices what the scene shows.
func devices(uses []experiment.DeviceUse) []lab.Device {
	var list []lab.Device
	for _, u := range uses {
		d := lab.Device{Title: fmt.Sprintf("%s, %d levels", u.Curve.Name, u.Curve.Levels()), Used: u.Used}
		if u.Curve.Name == "states" {
			d.Title = fmt.Sprintf("your device, %d levels", u.Curve.Levels())
		}
		if len(uses) > 1 {
			d.Title += ": masks " + strings.Join(u.Masks, ", ")
		}
		for _, s := range u.Curve.States {
			d.Drive, d.Amplitude, d.Phase = append(d.Drive, s.Drive), append(d.Amplitude, s.Amplitude), append(d.Phase, s.Phase)
		}
		list = append(list, d)
	}
	return list
}

var errNoDevice = errors.New("these masks are of no device: choose the mask type device, or start with a codesign- preset")

// graph shows the next device, and none after the last.
func (e *engine) graph(g *game) {
	if g.setup.devices == 0 {
		e.train(func() error { return errNoDevice })
		return
	}
	i := g.ShownDevice() + 1
	if i >= g.setup.devices {
		i = -1
	}
	g.ShowDevice(i)
}
