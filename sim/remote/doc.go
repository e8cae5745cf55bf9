// Package remote puts the engine of package engine behind a WebSocket, so that the page can
// compute on this computer, or on one of the lab, in place of its own tab. One who speaks
// controls it; the others see what it does.
//
// Every message, either way, is one binary message of WebSocket: the length of a text as uint32,
// little-endian, that text, which is an object of JSON, and then the bytes of its arrays one
// after another. A field that is an array of numbers is {"u8": n} or {"f32": n} in the text: n
// elements of a Uint8Array, or of a Float32Array, little-endian. Of a request the object has id,
// op and the fields that package engine lists; the answer is {id, replies, ms}, and what answers
// nothing has the id 0: metrics of a training, and for all but who asked, the replies that they
// need to follow it.
//
// A GET that asks for no WebSocket is answered with {"token": BOOL}: whether the server wants one.
//
// The first request must be hello, with token if the server wants one:
//
//	hello   token               -> hello; control: whether this one controls the engine
//	control                     -> hello; takes over an engine that nobody controls
//	train   delay, until        -> training; then metrics, and done when that epoch is reached
//	pause                       -> paused
//	memory                      -> memory; as the page's workers answer it
//
// Helpers of a training, which share its steps, are for the page's own tab alone: the engine has
// the threads of its machine.
package remote
