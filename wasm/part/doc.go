//go:build js && wasm

// Command part makes the files and the sheet of parts in a Web Worker of the page, and reads
// such files: what "talbot export" and "--masks part.json" do, by the same packages. The page
// loads it when somebody wants a part.
//
// Like wasm/worker it defines one JavaScript function, talbot(message, answer), which returns an
// array of replies. Its requests:
//
//	order  preset, values, order (JSON of fabricate.Order), kernel (text or ""), array, numbers
//	       (Float32Array), by, from -> ordered (files, clipped, rounded, pixels)
//	test   set, images, labels   -> testing (share) ... the page sends it again until tested
//	                                (trained, made, blurred: accuracies, pictures)
//	untested why                 -> untested; the sheet says so
//	file   index                 -> file (name, bytes); the masks in turn, then the sheet and its page
//	read   sheet, names, files   -> masks (array, values, layers, n, notes)
//
// What goes wrong is a reply "error" with a text.
package main
