package main

import (
	"fmt"

	"talbot/sim/experiment"
)

// stageText says where a training in several stages stands.
func stageText(s experiment.Staged) string {
	now, all := s.Stage(), s.Stages()
	text := fmt.Sprintf("stage %d of %d: %s", now.Number+1, len(all), all[now.Number])
	if now.Part != "" {
		text += ", " + now.Part
	}
	return text + fmt.Sprintf(", %.0f %% done", 100*now.Done)
}
