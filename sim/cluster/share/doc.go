//go:build !js

// Package share makes one training of many computers: workers and pages compute shares of each of its updates, and the hub
// adds them in their order. All compute without SIMD, by the reference whose bits are the same everywhere, and a share is
// the same part of the batch whoever has it: so the masks depend neither on who took part nor on who left, and the hub
// alone gives them as well. Checkpoints and the result are those of any trial (package work).
//
// An Adder has the training, a Helper helps. Their subjects, RUN naming the Adder and ID the Helper:
//
//	share.open           JSON Beacon, once a second and at its end: there is a training
//	share.RUN.values     pieces, of all variables' values for the next update: once for all helpers
//	share.RUN.to.ID      JSON attempt.Part: the helper computes this one
//	shared.RUN.ID.here   JSON Here: the helper has opened the training, and how many shares it takes at once
//	shared.RUN.ID.answer pieces, of an attempt.Answer
//	shared.RUN.ID.bye    the helper leaves
//
// None is kept: what is lost on the way is asked for again.
package share
