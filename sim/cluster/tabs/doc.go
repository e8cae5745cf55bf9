//go:build !js

// Package tabs lets open pages work off a hub's trials, beside the workers of the command. For each page a worker here
// takes trials off the queue, has their lease, and keeps checkpoints and results; the page computes, by package attempt,
// and speaks with it over a cluster.Relay. A page never reaches the hub itself. One that closes, or is silent for
// Silence, gives its trial back at once, which goes on elsewhere from its last checkpoint; where this program ends,
// the lease does.
//
// Subjects, ID being the page's name:
//
//	work.ID.hello     the page is there, or is again: it has no trial
//	work.ID.here      it is still there
//	work.ID.bye       it closes
//	work.ID.part      JSON {number, name, from}: it wants bytes of what a trial needs, the next Part at most from there
//	work.ID.progress  JSON {number, epoch, done, accuracy}
//	work.ID.error     JSON {number, text}: the trial cannot be computed
//	work.ID.kept      pieces, of a checkpoint or the result (see Parcel)
//	tab.ID.trial      JSON Order: the page computes this
//	tab.ID.part       the bytes that it asked for
//	tab.ID.stop       it leaves its trial
//	tab.ID.there      it says that it is here
//	tabs.who          pages say hello
//
// Pages without a trial compute shares of a training that the hub adds (package share), all together one of its helpers:
//
//	tab.ID.help       JSON Order: the page opens this training
//	work.ID.piece     JSON {number, name, from}: it wants bytes of that, as with part
//	work.ID.ready     JSON {number}: it has opened it
//	work.ID.unfit     JSON {number, text}: it cannot
//	tabs.values       pieces, of all values, once for all pages
//	tab.ID.share      JSON attempt.Part: it computes this one
//	work.ID.share     pieces, of an attempt.Answer
//	tabs.helped       the training is over
package tabs
