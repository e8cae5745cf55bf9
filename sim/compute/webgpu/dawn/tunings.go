package dawn

import (
	"talbot/sim/compute/webgpu"
	"talbot/sim/fft/wgsl"
)

// Tuning is a choice for a GPU's passes, by name: one to measure beside the others.
type Tuning struct {
	Name, Doc string
	webgpu.Tune
}

// Tunings are those that may make the columns of a hop faster. A pass over columns of 200
// has 8 columns of 10 threads with 20 numbers each: 80 threads fill three warps by 83 %, their registers
// leave a multiprocessor few of them to wait for memory with, and the gap behind 8 columns makes
// each read from workgroup memory meet in two banks.
var Tunings = []Tuning{
	{"usual", "what is used", webgpu.Tune{}},
	{"all-rows", "hops take all rows of a plane, lit and wanted or not", webgpu.Tune{Whole: true}},
	{"straight", "columns without a gap: reads of workgroup memory meet in no bank, writes may", webgpu.Tune{Banks: webgpu.Straight}},
	{"turned", "neither reads nor writes meet, for more arithmetic", webgpu.Tune{Banks: webgpu.Turned}},
	{"narrow", "three stages of few registers, no gap: 40 threads a column at 200", webgpu.Tune{Narrow: true, Banks: webgpu.Straight}},
	{"narrow-join", "narrow, pairs change places whole: half the barriers, twice the memory", webgpu.Tune{Narrow: true, Banks: webgpu.Straight, ColumnJoin: true}},
	{"join", "pairs change places whole", webgpu.Tune{ColumnJoin: true, Banks: webgpu.Straight}},
	{"wide-20", "20 columns at a time, no gap", webgpu.Tune{Columns: 20, Banks: webgpu.Straight}},
	{"chunk-128", "128 samples at a time: their spectrum may stay in the card's cache", webgpu.Tune{Chunk: 128}},
	{"chunk-256", "256 samples at a time", webgpu.Tune{Chunk: 256}},
	{"ahead", "the transfer function read before the transform", webgpu.Tune{Ahead: true}},
	{"thin", "of 400 and 2000 points a stage more and half the numbers a thread", webgpu.Tune{ColumnLines: wgsl.Thin, Banks: webgpu.Straight}},
	{"thin-rows", "rows too, whose pairs change places whole", webgpu.Tune{ColumnLines: wgsl.Thin, RowLines: wgsl.Thin, Banks: webgpu.Straight}},
	{"rows-join", "pairs of long rows change places whole", webgpu.Tune{RowJoin: true, Ahead: true}},
	{"rows-320", "twice the rows at a time", webgpu.Tune{RowThreads: 320, Ahead: true}},
	{"four", "tiles of 4 columns", webgpu.Tune{Columns: 4, Ahead: true}},
	{"two", "tiles of 2 columns", webgpu.Tune{Columns: 2, Ahead: true, RowJoin: true}},
	{"tens", "of 2000 points radix 2 and three times 10: 10 numbers a thread, all threads busy", webgpu.Tune{ColumnLines: wgsl.Tens, RowLines: wgsl.Tens, Columns: 2, Ahead: true}},
	{"long-rows", "rows of 2000 points by 10 x 10 x 20", webgpu.Tune{RowLines: map[int]wgsl.Line{2000: {N: 2000, Radices: []int{10, 10, 20}, Threads: 100}}, RowSplit: true, Ahead: true}},
	{"tens-rows", "rows, not columns", webgpu.Tune{RowLines: wgsl.Tens, Ahead: true}},
	{"rows-160", "as many rows at a time in passes of two transforms as in others", webgpu.Tune{RowThreads: 160}},
	{"wide-4", "4 of 8 columns a workgroup", webgpu.Tune{Wide: 4}},
	{"wide-4-gap", "the same with a gap", webgpu.Tune{Wide: 4, Banks: webgpu.Gap}},
	{"four-gap", "tiles of 4 columns", webgpu.Tune{Columns: 4, Banks: webgpu.Gap}},
	{"thin-rows-alone", "rows, not columns", webgpu.Tune{RowLines: wgsl.Thin}},
}
