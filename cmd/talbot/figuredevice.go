package main

import (
	"path/filepath"
	"strings"

	"talbot/render/figure"
	"talbot/sim/modulator"
)

// drawDevice draws the curve of a device: of its own, or of a run or preset, and then
// with the shares of the pixels at each level if the run is there.
func (g *figuring) drawDevice(arg string, style figure.Style) (*figure.Figure, error) {
	if c, err := curveOf(arg); err == nil {
		return figure.Device(strings.TrimSuffix(filepath.Base(c.Name), ".csv"), states(c), nil, style)
	}
	t, err := find(arg)
	if err != nil {
		return nil, err
	}
	if !t.config.Device() {
		return nil, usage("--kind device: the masks of %s are of no device; give a run with --mask device, a file of states or a name such as slm-8", t.name)
	}
	curves, err := t.config.Curves()
	if err != nil {
		return nil, err
	}
	used, err := g.used(t, curves[0].Levels())
	if err != nil {
		return nil, err
	}
	return figure.Device(curves[0].Name+" of "+t.name, states(curves[0]), used, style)
}

// used is the share of pixels at each level over all masks of a run that have as many
// levels as the first, nil if there is no run.
func (g *figuring) used(t *target, levels int) ([]float64, error) {
	if t.dir == nil {
		return nil, nil
	}
	m, err := t.masks()
	if err != nil {
		return nil, err
	}
	share := make([]float64, levels)
	for _, k := range m.Levels {
		if int(k) < levels {
			share[k] += 1 / float64(len(m.Levels))
		}
	}
	return share, nil
}

func states(c modulator.Curve) (list []figure.DeviceState) {
	for _, s := range c.States {
		list = append(list, figure.DeviceState{Drive: s.Drive, Amplitude: s.Amplitude, Phase: s.Phase})
	}
	return list
}
