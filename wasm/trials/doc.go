//go:build js && wasm

// Command trials computes trials of a sweep in a Web Worker of the page, by the same code as "talbot worker".
// site/worker.js starts it as it does the engine. It takes this message:
//
//	{op: "trial", spec, every, classes, learn, learnLabels, test, testLabels, checkpoint, curve}
//	        spec is sim/cluster/attempt.Spec as JSON, every the seconds between two checkpoints, classes the
//	        names of the pictures' classes as JSON; the rest are
//	        Uint8Arrays: pictures as IDX files, and where the trial stands; each may be missing
//
// and answers, when the trial has ended, {kind: "result", outcome, device, checkpoint, curve}, outcome being
// attempt.Outcome as JSON, or {kind: "error", text}. On the way, with id 0, come {kind: "saved", epoch, done,
// checkpoint, curve} and, once a second, {kind: "progress", epoch, done, accuracy}.
//
// Of a training that many share (package sim/cluster/share) it computes parts, without SIMD:
//
//	{op: "help", spec, classes, learn, learnLabels}
//	        opens it, and answers {kind: "helps"}
//	{op: "share", part, values}
//	        part is attempt.Part as JSON, values a Uint8Array of all variables' float32; the answer is
//	        {kind: "answer", bytes}, those of attempt.Answer
package main
