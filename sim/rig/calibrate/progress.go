package calibrate

import "context"

// Progress is told how much has been done of all of a step, which a calibration has several of.
type Progress func(step string, done, of int)

type progressKey struct{}

// Telling has calibrations that are made with what it returns tell how far they are.
func Telling(ctx context.Context, p Progress) context.Context {
	return context.WithValue(ctx, progressKey{}, p)
}

func tell(ctx context.Context, step string, done, of int) {
	if p, ok := ctx.Value(progressKey{}).(Progress); ok {
		p(step, done, of)
	}
}
