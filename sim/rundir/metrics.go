package rundir

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"talbot/sim/experiment"
)

// Metrics reads the epochs of the run so far. A last line that a kill has cut
// short does not count; any other that is damaged is an error.
func (d *Dir) Metrics() ([]experiment.Event, error) {
	path := d.file(MetricsFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	events, err := ParseMetrics(b)
	if err != nil {
		return nil, fmt.Errorf("%s is damaged: %w: restore it from a copy, or move it away to go on without these numbers", path, err)
	}
	return events, nil
}

// ParseMetrics reads the lines of a metrics.jsonl.
func ParseMetrics(b []byte) ([]experiment.Event, error) {
	var events []experiment.Event
	for n := 1; ; n++ {
		line, rest, whole := bytes.Cut(b, []byte("\n"))
		if !whole {
			return events, nil
		}
		var e experiment.Event
		if err := strictJSON(line, &e); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if e.Kind != "epoch" || len(events) > 0 && e.Epoch <= events[len(events)-1].Epoch {
			return nil, fmt.Errorf("line %d: want the event of a later epoch", n)
		}
		events = append(events, e)
		b = rest
	}
}

// record appends the event of an epoch.
func (d *Dir) record(e experiment.Event) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(d.file(MetricsFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}

// rewind drops the epochs after the given one, and a last line cut short.
func (d *Dir) rewind(epoch int) error {
	events, err := d.Metrics()
	if err != nil {
		return err
	}
	err = WriteFile(d.file(MetricsFile), func(w io.Writer) error {
		enc := json.NewEncoder(w)
		for _, e := range events {
			if e.Epoch <= epoch {
				if err := enc.Encode(e); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return d.unwritten(err)
}

// unwritten says of an error in writing metrics what to do.
func (d *Dir) unwritten(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("cannot write the metrics: %w: make room, then go on with: %s", err, d.onward())
}
