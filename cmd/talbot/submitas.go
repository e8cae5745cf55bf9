package main

import (
	"encoding/json"
	"fmt"
	"time"
)

// workerScript is the script that starts workers.
func workerScript(as, url, limit string, workers int) (string, error) {
	if as == "" {
		return "", nil
	}
	wall, err := time.ParseDuration(limit)
	if err != nil || wall < 10*time.Minute {
		return "", usage("--time: %q is not a time of ten minutes or more, such as 1h or 90m", limit)
	}
	if workers < 1 || workers > 1000 {
		return "", usage("--count: %d is outside 1 to 1000", workers)
	}
	work := (wall - 5*time.Minute).Round(time.Second)
	seconds := int(wall.Seconds())
	switch as {
	case "slurm":
		return fmt.Sprintf(`#!/bin/bash
# Workers of talbot: sbatch this file. Each pulls trials from the hub until its time is over.
#SBATCH --job-name=talbot
#SBATCH --array=1-%d
#SBATCH --ntasks=1
#SBATCH --time=%d:%02d:%02d
#SBATCH --signal=B:TERM@120
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=talbot-%%A-%%a.log
# The hub's token, if it has one, is in $TALBOT_TOKEN, which sbatch passes on.
exec talbot worker --nats %s --for %s --threads "${SLURM_CPUS_PER_TASK:-1}"
`, workers, seconds/3600, seconds/60%60, seconds%60, shellWord(url), work), nil
	case "kubernetes":
		b, err := json.MarshalIndent(kubernetesJob(url, work.String(), seconds, workers), "", "  ")
		return string(b) + "\n", err
	}
	return "", usage("--as: %q is neither slurm nor kubernetes", as)
}

type object = map[string]any

// kubernetesJob is an indexed Job of batch/v1, for kubectl apply. The image is the user's: one with
// talbot and the data sets in it.
func kubernetesJob(url, work string, seconds, workers int) object {
	return object{
		"apiVersion": "batch/v1", "kind": "Job",
		"metadata": object{"name": "talbot"},
		"spec": object{
			"completionMode": "Indexed", "completions": workers, "parallelism": workers, "backoffLimit": 20,
			"activeDeadlineSeconds": seconds,
			"template": object{"spec": object{
				"restartPolicy": "OnFailure", "terminationGracePeriodSeconds": 60,
				"containers": []object{{
					"name": "worker", "image": "talbot:latest",
					"command": []string{"talbot", "worker", "--nats", url, "--for", work},
					"env": []object{{"name": "TALBOT_TOKEN", "valueFrom": object{
						"secretKeyRef": object{"name": "talbot", "key": "token", "optional": true}}}},
				}},
			}},
		},
	}
}
