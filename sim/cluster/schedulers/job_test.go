package schedulers

import (
	"os"
	"os/exec"
	"testing"

	batch "k8s.io/api/batch/v1"
	"sigs.k8s.io/json"
)

// printed is what talbot prints; TALBOT is the program.
func printed(t *testing.T, args ...string) []byte {
	t.Helper()
	program := os.Getenv("TALBOT")
	if program == "" {
		t.Skip("TALBOT names no program: ./build.sh schedulers does")
	}
	c := exec.Command(program, append([]string{"submit", "--as", "kubernetes", "--nats", "nats://lab:4222"}, args...)...)
	c.Stderr = os.Stderr
	b, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// parse reads a Job as the server does that validates strictly: a field that the type lacks, that
// comes twice or is written in other letters is an error.
func parse(b []byte) (*batch.Job, error) {
	var job batch.Job
	wrong, err := json.UnmarshalStrict(b, &job)
	if err == nil && len(wrong) > 0 {
		err = wrong[0]
	}
	return &job, err
}

func TestJob(t *testing.T) {
	job, err := parse(printed(t, "--count", "7", "--time", "90m"))
	if err != nil {
		t.Fatal(err)
	}
	s := job.Spec
	if job.APIVersion != "batch/v1" || job.Kind != "Job" || job.Name != "talbot" {
		t.Errorf("it is %s %s %q", job.APIVersion, job.Kind, job.Name)
	}
	if s.CompletionMode == nil || *s.CompletionMode != batch.IndexedCompletion || s.Completions == nil || *s.Completions != 7 || s.Parallelism == nil || *s.Parallelism != 7 {
		t.Errorf("want 7 indexed completions, all at a time: %+v", s)
	}
	if s.ActiveDeadlineSeconds == nil || *s.ActiveDeadlineSeconds != 5400 {
		t.Errorf("want a deadline of 5400 s: %+v", s.ActiveDeadlineSeconds)
	}
	pod := s.Template.Spec
	// A worker stores checkpoints when it is told to end: more than the usual 30 s.
	if pod.RestartPolicy != "OnFailure" || pod.TerminationGracePeriodSeconds == nil || *pod.TerminationGracePeriodSeconds < 60 || len(pod.Containers) != 1 {
		t.Fatalf("the pod is %+v", pod)
	}
	c := pod.Containers[0]
	if c.Image == "" || len(c.Command) < 4 || c.Command[1] != "worker" || len(c.Env) != 1 || c.Env[0].ValueFrom.SecretKeyRef.Key != "token" {
		t.Errorf("the container is %+v", c)
	}
}

// The test can fail: fields that are none, or in other letters, are refused.
func TestStrict(t *testing.T) {
	for _, text := range []string{
		`{"apiVersion": "batch/v1", "kind": "Job", "spec": {"completionmode": "Indexed"}}`,
		`{"apiVersion": "batch/v1", "kind": "Job", "spec": {"workers": 3}}`,
		`{"apiVersion": "batch/v1", "kind": "Job", "spec": {"completions": "3"}}`,
	} {
		if _, err := parse([]byte(text)); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}
