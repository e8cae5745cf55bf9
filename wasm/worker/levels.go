//go:build js && wasm

package main

import (
	"syscall/js"

	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// maxLevels is how many levels the masks of a page may have: it keeps them as bytes.
const maxLevels = 256

// fits refuses devices whose masks the page cannot keep.
func fits(c *experiment.Config) error {
	if !c.Device() {
		return nil
	}
	curves, err := c.Curves()
	for _, d := range curves {
		if k := d.Levels(); k > maxLevels {
			return &experiment.ParamError{Name: "curve", Why: errs.New("the page keeps masks of up to ", maxLevels, " levels, and this device has ", k,
				": take fewer, or train with talbot train").Error()}
		}
	}
	return err
}

// levels tells of the devices of the masks, and how many pixels have which level.
func (e *engine) levels(js.Value) ([]any, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	uses, err := e.session.DeviceUses()
	if err != nil {
		return nil, err
	}
	devices := []any{}
	for _, u := range uses {
		states := u.Curve.States
		k := len(states)
		v := make([]float32, 4*k)
		for i, s := range states {
			v[i], v[k+i], v[2*k+i], v[3*k+i] = float32(s.Drive), float32(s.Amplitude), float32(s.Phase), float32(u.Used[i])
		}
		var masks []any
		for _, l := range u.Masks {
			masks = append(masks, l)
		}
		devices = append(devices, reply{"name": u.Curve.Name, "masks": masks, "values": toFloats(v)})
	}
	return []any{reply{"kind": "levels", "devices": devices}}, nil
}
