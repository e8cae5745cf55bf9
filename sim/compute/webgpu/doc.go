// Package webgpu is the device that runs programs on a GPU.
//
// Kernels bring pieces of WGSL (compute.GPU). Compile joins the launches of a program
// to as few passes over memory as it can: between two hops, the rows' transform
// back, what happens at every sample (masks, sums of gradients) and the rows'
// transform forth are one shader, and fields that no later launch reads never leave
// the registers.
//
//	launches   encode  hop           modulate  hop              detect
//	pieces     plane   rows columns  rows      rows columns     group
//	                        (h)      plane     ...
//	passes     [encode + rows] [columns] [rows back + modulate + rows] [columns] ...
//
// A program runs over a batch in chunks of samples, each of which goes through all
// passes; the spectrum between row and column passes and all scratch fields have
// memory for one chunk. Sums over the batch are added up in a fixed order, so the
// same program gives the same bits on the same GPU.
//
// The device knows neither the browser nor a C library: a Driver does. Package dawn
// has the native one, package browser the page's.
package webgpu
