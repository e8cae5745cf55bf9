package open

import (
	"encoding/binary"
	"strings"

	"talbot/sim/rig/aravis"
	"talbot/sim/rig/v4l2"
)

// Open opens a camera by the driver that its name says: by V4L2 if that begins with v4l2:, and else by Aravis. Its pixels are
// pitch m apart, 0 for nobody knows, and it tells time by now, nil for the system's.
func (k Camera) Open(pitch float64, now func() float64) (Counted, error) {
	if path, ok := strings.CutPrefix(k.Name, v4l2.Scheme); ok {
		o := v4l2.Options{Nx: k.Nx, Ny: k.Ny, X: k.RegionX, Y: k.RegionY, Mode: k.Mode, Format: k.Format, Gain: k.Gain, Rate: k.Rate, Exposure: k.Control, Unit: k.Step,
			Pitch: pitch, Offset: k.Offset, Readout: k.Readout, Now: now}
		if k.High {
			o.Order = "big"
		}
		c, err := v4l2.Open(path, o)
		if err != nil {
			return Counted{}, err
		}
		return Counted{c, func() aravis.Counts {
			n := c.Counts()
			return aravis.Counts{Complete: n.Complete, Incomplete: n.Incomplete, Lost: n.Lost, Timeouts: n.Timeouts, Dropped: n.Dropped}
		}}, nil
	}
	o := aravis.Options{Nx: k.Nx, Ny: k.Ny, X: k.RegionX, Y: k.RegionY, Format: k.Format, Gain: k.Gain, Pitch: pitch, Offset: k.Offset, Readout: k.Readout, Now: now}
	if k.High {
		o.Order = binary.BigEndian
	}
	c, err := aravis.Open(k.Name, o)
	if err != nil {
		return Counted{}, err
	}
	return Counted{c, c.Counts}, nil
}
