package dawn

import (
	"talbot/sim/compute/webgpu"
	"talbot/sim/fft/wgsl"
)

// Tuning is a choice for a GPU's passes, by name: one to measure beside the others.
type Tuning struct {
	Name, Doc string
	webgpu.Tune
	Steps int // training steps that go to the GPU together, 0 for one
}

// Tunings are those that may make the columns of a hop faster. A pass over columns of 200
// has 8 columns of 10 threads with 20 numbers each: 80 threads fill three warps by 83 %, their registers
// leave a multiprocessor few of them to wait for memory with, and the gap behind 8 columns makes
// each read from workgroup memory meet in two banks.
var Tunings = []Tuning{
	{Name: "usual", Doc: "what is used", Tune: webgpu.Tune{}},
	{Name: "all-rows", Doc: "hops take all rows of a plane, lit and wanted or not", Tune: webgpu.Tune{Whole: true}},
	{Name: "straight", Doc: "columns without a gap: reads of workgroup memory meet in no bank, writes may", Tune: webgpu.Tune{Banks: webgpu.Straight}},
	{Name: "turned", Doc: "neither reads nor writes meet, for more arithmetic", Tune: webgpu.Tune{Banks: webgpu.Turned}},
	{Name: "narrow", Doc: "three stages of few registers, no gap: 40 threads a column at 200", Tune: webgpu.Tune{Narrow: true, Banks: webgpu.Straight}},
	{Name: "narrow-join", Doc: "narrow, pairs change places whole: half the barriers, twice the memory", Tune: webgpu.Tune{Narrow: true, Banks: webgpu.Straight, ColumnJoin: true}},
	{Name: "join", Doc: "pairs change places whole", Tune: webgpu.Tune{ColumnJoin: true, Banks: webgpu.Straight}},
	{Name: "wide-20", Doc: "20 columns at a time, no gap", Tune: webgpu.Tune{Columns: 20, Banks: webgpu.Straight}},
	{Name: "chunk-128", Doc: "128 samples at a time: their spectrum may stay in the card's cache", Tune: webgpu.Tune{Chunk: 128}},
	{Name: "chunk-256", Doc: "256 samples at a time", Tune: webgpu.Tune{Chunk: 256}},
	{Name: "ahead", Doc: "the transfer function read before the transform", Tune: webgpu.Tune{Ahead: true}},
	{Name: "thin", Doc: "of 400, 800 and 2000 points half the numbers a thread, of 400 and 2000 by a stage more", Tune: webgpu.Tune{ColumnLines: wgsl.Thin, Banks: webgpu.Straight}},
	{Name: "thin-rows", Doc: "rows too, whose pairs change places whole", Tune: webgpu.Tune{ColumnLines: wgsl.Thin, RowLines: wgsl.Thin, Banks: webgpu.Straight}},
	{Name: "rows-join", Doc: "pairs of long rows change places whole", Tune: webgpu.Tune{RowJoin: true, Ahead: true}},
	{Name: "rows-320", Doc: "twice the rows at a time", Tune: webgpu.Tune{RowThreads: 320, Ahead: true}},
	{Name: "four", Doc: "tiles of 4 columns", Tune: webgpu.Tune{Columns: 4, Ahead: true}},
	{Name: "two", Doc: "tiles of 2 columns", Tune: webgpu.Tune{Columns: 2, Ahead: true, RowJoin: true}},
	{Name: "tens", Doc: "of 2000 points radix 2 and three times 10: 10 numbers a thread, all threads busy", Tune: webgpu.Tune{ColumnLines: wgsl.Tens, RowLines: wgsl.Tens, Columns: 2, Ahead: true}},
	{Name: "long-rows", Doc: "rows of 2000 points by 10 x 10 x 20", Tune: webgpu.Tune{RowLines: map[int]wgsl.Line{2000: {N: 2000, Radices: []int{10, 10, 20}, Threads: 100}}, RowSplit: true, Ahead: true}},
	{Name: "tens-rows", Doc: "rows, not columns", Tune: webgpu.Tune{RowLines: wgsl.Tens, Ahead: true}},
	{Name: "rows-160", Doc: "as many rows at a time in passes of two transforms as in others", Tune: webgpu.Tune{RowThreads: 160}},
	{Name: "wide-4", Doc: "4 of 8 columns a workgroup", Tune: webgpu.Tune{Wide: 4}},
	{Name: "wide-4-gap", Doc: "the same with a gap", Tune: webgpu.Tune{Wide: 4, Banks: webgpu.Gap}},
	{Name: "wide-2", Doc: "2 of 8 columns a workgroup", Tune: webgpu.Tune{Wide: 2}},
	{Name: "thin-join", Doc: "thin, pairs change places whole: half the barriers", Tune: webgpu.Tune{ColumnLines: wgsl.Thin, ColumnJoin: true}},
	{Name: "thin-join-2", Doc: "the same, 2 columns a workgroup", Tune: webgpu.Tune{ColumnLines: wgsl.Thin, ColumnJoin: true, Wide: 2}},
	{Name: "four-gap", Doc: "tiles of 4 columns", Tune: webgpu.Tune{Columns: 4, Banks: webgpu.Gap}},
	{Name: "thin-rows-alone", Doc: "rows, not columns", Tune: webgpu.Tune{RowLines: wgsl.Thin}},
}
