//go:build !js

// Package cluster spreads trials over workers by NATS JetStream: a queue from which each trial
// is given to one worker, a result for each, and a store for checkpoints.
//
//	stream TRIALS    trial.KEY    the trials that wait or run, one message each, deleted when done
//	                 bench.NAME.KEY   those that are to be made on a bench, by its worker, one at a time
//	stream RESULTS   result.KEY   one result a trial; a second one is refused
//	bucket records   KEY          what is to be known of a trial that has no result: progress,
//	                              checkpoint, errors, why it is parked
//	bucket sweeps    NAME         the trials of a sweep
//	objects files    KEY.SHA-256  checkpoints, curves, results of pieces; the name has the hash of what is in it
//	                 kernels.SHA-256  what masks are fitted to
//
// A trial is a training and its test, a piece of a published experiment, or the fit of one mask.
//
// KEY is the hash of what the trial is, so that one that is submitted twice is one. A worker has
// a trial on lease and renews it. Where it cannot, because it died or is cut off, the hub gives
// the trial to another one, which goes on from the last checkpoint. Results are kept before a
// trial is acknowledged: whatever is killed at whatever moment, a trial may be computed twice,
// and has one result.
package cluster
