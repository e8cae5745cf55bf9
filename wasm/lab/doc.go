//go:build js && wasm

// Command lab is the page's picture of the bench, package render/lab, for the
// browser: site/lab.js loads it into an element of the page. It needs WebGL 2.
//
// It defines one JavaScript function, talbotLab(message), which takes one of the
// messages below and returns undefined, or {kind: "error", text} when the message
// could not be used; then the picture stays as it was. A change is drawn with the
// next frame of the screen.
//
// Messages (op, then other fields):
//
//	frame    bytes            sim/frame.Frame.AppendBinary, as a Uint8Array
//	options  any of: theme "dark" or "light"; projector, reducedMotion (booleans);
//	         enlarge (boolean): show the selected plane enlarged, as at the start;
//	         colours "light" or "sequential"; exponent of the shown intensity;
//	         classes [names]; planes [names], from the source on, none, or what is
//	         no text, for the usual ones; words {source, mask, detector, phase, light, peak,
//	         power, reads, correct, truth, none, waiting, pixelsOf, brightness}.
//	         What is missing keeps its value
//	select   plane            0 the source, then the masks, then the detector; -1 none
//	tap      x, y             a click there, in CSS pixels of the canvas
//	turn     yaw, pitch       moves the camera around the bench, rad
//	zoom     factor           enlarges the bench, between once and six times
//	resetView                 undoes turning and zooming
//	animate  on               false while nobody sees the picture
//	listen   select           function that is called with the plane that a click
//	                          selected, or -1
//	stop                      ends the program
//
// The program exits with status 0 after stop, and with another one when it has no
// graphics.
package main
