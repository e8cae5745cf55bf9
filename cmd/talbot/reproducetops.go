package main

import (
	"context"
	"fmt"
	"strings"

	"talbot/sim/compute"
	"talbot/sim/experiment"
	"talbot/sim/reproduce/dante"
	networks "talbot/sim/system/dante"
)

// tops prints operations, time and energy of DANTE's networks as the paper counts them.
func tops(_ context.Context, r *reproducing) error {
	list, err := dante.Speeds()
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "One 4-f layer on %d x %d samples: 10 n² log2 n² + 6 n² = %.2g operations\nat %.0f pictures a second and %.0f W; a network shows one mask after another\n\n",
		dante.Samples, dante.Samples, dante.LayerOperations(dante.Samples), dante.FramesRate, dante.Watts)
	fmt.Fprintf(&b, "  %-22s %6s %6s %11s %9s %6s %7s\n", "network", "layers", "masks", "operations", "time", "TOPS", "TOPS/W")
	for _, s := range list {
		if r.json {
			if err := r.write(s); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(&b, "  %-22s %6d %6d %11.2g %6.1f ms %6.2f %7.2f\n", s.Name, s.Layers, s.Masks, s.Operations, 1000*s.Seconds, s.TOPS, s.TOPSPerW)
	}
	if !r.json {
		b.WriteString("\n  the paper: 9e8 operations a layer, and 0.02 TOPS/W\n")
		_, err = r.app.out.Write([]byte(b.String()))
	}
	return err
}

// danteMemory prints what the steps of DANTE's networks take.
func danteMemory(_ context.Context, r *reproducing) error {
	for _, id := range []string{"dante-cifar-l3", "dante-cifar-l5", "dante-cifar-l6", "dante-cifar-l7", "dante-cifar-l10"} {
		p, _ := networks.Find(id)
		m, err := p.Config.Model()
		if err != nil {
			return err
		}
		if r.json {
			if err := r.write(struct {
				Preset string              `json:"preset"`
				Memory []experiment.Amount `json:"memory"`
			}{id, m.Memory}); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(r.app.out, "%s, %s masks\n", id, thousands(int(m.Totals[1].Value)))
		for _, a := range m.Memory {
			fmt.Fprintf(r.app.out, "  %-34s %10s\n", a.Name, compute.Bytes(a.Value))
		}
	}
	if !r.json {
		fmt.Fprintln(r.app.out, "the paper: below 6 GB, about 2.5 GB for any mask, and more than 24 GB for 12 masks")
	}
	return nil
}
