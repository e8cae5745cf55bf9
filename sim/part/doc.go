// Package part makes parts of trained masks: files that mask shops, laser writers and printers
// take, and a sheet that says what they mean.
//
//	phases -> Process.Quantise -> levels -> Plane -> GDSII, OASIS, STL, TIFF, BMP, table
//
// A phase mask becomes a relief of height h = phase lambda/(2 pi (n - n0)), phase folded into
// one turn or as many as the process says, and rounded to the heights that the process makes. An
// amplitude mask becomes openings in an opaque layer, whose share of a pixel's area is
// its amplitude.
//
// A Plane is the mask with what stands around it: an empty margin with a mark in the corner of
// row 0 and column 0, a letter F that tells a mirrored part, a wedge of all levels, and a rim.
// Every file holds the whole plane. Rows are read one at a time, so that the memory of a
// writer does not depend on the mask's size.
//
// Read takes the files of a sheet back, so that what a shop has made of them can be simulated.
package part
