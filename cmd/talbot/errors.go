package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"talbot/sim/compute"
	"talbot/sim/experiment"
)

// Exit statuses: 0 only after a command has done what it was asked.
const (
	failed      = 1
	misused     = 2
	interrupted = 128 + 2 // as a shell reports Ctrl-C
)

// usageError is a command line that cannot be understood.
type usageError struct{ error }

// stopped is how a command ends that was interrupted.
type stopped struct{ text string }

func (s stopped) Error() string { return s.text }
func (s stopped) Unwrap() error { return context.Canceled }

// stoppedRun is how a training ends that was interrupted and can go on.
type stoppedRun struct {
	stopped
	epoch, step int // epochs and updates done
	dir         string
}

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// status reports how a command ended and returns its exit status.
func (a *app) status(err error) int {
	if err == nil {
		return 0
	}
	text := strings.ReplaceAll(strings.TrimSpace(err.Error()), "\n", "; ")
	var param *experiment.ParamError
	errors.As(err, &param)
	var memory *compute.MemoryError
	if errors.As(err, &memory) {
		text += "; --force does it all the same"
	}
	if diskFull(err) && !strings.Contains(text, "make room") {
		text += ": make room, then give the same command again"
	}
	if a.json {
		_ = a.write(lastLine(err, text)) // the line below says the same
	}
	fmt.Fprintf(a.err, "talbot: %s\n", text)
	var use usageError
	switch {
	case errors.Is(err, context.Canceled):
		return interrupted
	case errors.As(err, &use) || param != nil:
		return misused
	}
	return failed
}

// lastLine is the last JSON line of a command that failed or was interrupted.
func lastLine(err error, text string) any {
	var run stoppedRun
	switch {
	case errors.As(err, &run):
		return struct {
			Event  string `json:"event"`
			Epoch  int    `json:"epoch"`
			Step   int    `json:"step"`
			Resume string `json:"resume"`
		}{"stopped", run.epoch, run.step, run.dir}
	case errors.Is(err, context.Canceled):
		return struct {
			Event   string `json:"event"`
			Message string `json:"message"`
		}{"stopped", text}
	}
	return struct {
		Event string `json:"event"`
		Error string `json:"error"`
	}{"error", text}
}

// flagError makes one line of pflag's errors, with the nearest flag there is. Where the flags are of a command that there
// is not, it is that.
func flagError(cmd *cobra.Command, err error) error {
	if cmd.HasSubCommands() {
		if wrong := cmd.ValidateArgs(cmd.Flags().Args()); wrong != nil {
			return wrong
		}
	}
	var unknown *pflag.NotExistError
	var value *pflag.InvalidValueError
	if errors.As(err, &value) {
		value.GetFlag().Changed = true // it was given, though to no effect
		return usage("--%s: %s; see: %s --help", value.GetFlag().Name, wrongValue(value), cmd.CommandPath())
	}
	if !errors.As(err, &unknown) {
		return usage("%w; see: %s --help", err, cmd.CommandPath())
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	name := unknown.GetSpecifiedName()
	dashes := "--"
	if len(name) == 1 {
		dashes = "-"
	}
	return usage("there is no flag %s%s%s; see: %s --help", dashes, name, suggest(name, known, "--"), cmd.CommandPath())
}

// wrongValue says why a value is none of its flag, in words of ours.
func wrongValue(err *pflag.InvalidValueError) string {
	text := strconv.Quote(err.GetValue())
	var number *strconv.NumError
	if errors.As(err, &number) && errors.Is(number.Err, strconv.ErrRange) {
		return text + " is too large"
	}
	switch err.GetFlag().Value.Type() {
	case "int":
		return text + " is not a whole number"
	case "intSlice":
		return text + " is not a list of whole numbers, such as 1,2,3"
	case "float64":
		return text + " is not a number"
	case "bool":
		return text + " is neither true nor false"
	}
	return err.Unwrap().Error()
}

// suggest is " (did you mean X?)" for the known word nearest to a misspelt one, or
// nothing when none is near.
func suggest(word string, names []string, prefix string) string {
	return suggestOf(word, namesOf{names, prefix})
}

// namesOf are names of one kind, and what is said before one of them.
type namesOf struct {
	names  []string
	prefix string
}

// suggestOf is suggest with names of several kinds, the first of which is preferred where two are as near.
func suggestOf(word string, kinds ...namesOf) string {
	best, least := "", 1+max(2, len(word)/3)
	for _, kind := range kinds {
		for _, k := range kind.names {
			d := distance(word, k)
			if len(word) > 1 && (strings.HasPrefix(k, word) || strings.HasSuffix(word, "-"+k)) {
				d = 1
			}
			if d < least {
				best, least = kind.prefix+k, d
			}
		}
	}
	if best == "" {
		return ""
	}
	return " (did you mean " + best + "?)"
}

// distance is Levenshtein's: the insertions, deletions and changes from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			d := diagonal
			if a[i] != b[j] {
				d++
			}
			diagonal = row[j+1]
			row[j+1] = min(d, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
