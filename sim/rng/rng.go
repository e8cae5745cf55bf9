// Package rng draws random numbers from a counter: the same (seed, stream, step,
// index) gives the same number on every device, in any order, with no state.
//
// The generator is Philox 4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random
// numbers: as easy as 1, 2, 3", SC 2011).
package rng

import (
	"math"

	"talbot/sim/fmath"
)

// Stream is one independent sequence of blocks of four numbers.
type Stream struct {
	Seed   uint64
	Stream uint32 // what the numbers are for: see the constants
}

// Streams in use. A number once given is never used for another purpose.
const (
	Init      = 1  // initial values of trainable arrays; step is the array's number
	Shuffle   = 2  // order of the training set; step is the epoch
	Sample    = 3  // choice among a device's states; step is the update, and the mask's number times MaskStream is added
	Fault     = 4  // errors of a deployed device; step is the mask's number, MaskStream times the kind of error is added
	Augment   = 5  // changes of training pictures; step is the update; MaskStream is added where a layer of the network makes them
	Polish    = 6  // samples of training pictures for polishing; step is the round, 0 for those in none
	Static    = 7  // errors of an optical multiplier's blocks; step is the multiplier's number
	Readout   = 8  // noise of what an optical multiplier shows; step is the read-out
	Table     = 9  // points of made-up tables, and their order; step says which numbers
	Dropout   = 10 // what dropout leaves out; step is the update
	Split     = 11 // which examples of a set are held out, and its order; step is the class, or the half
	Matrix    = 12 // matrices that are drawn instead of stored; step is the row
	Perturb   = 13 // directions in which all trained numbers move at once; step is the update, and the array's number times MaskStream is added
	Feedback  = 14 // matrices of direct feedback alignment, and of light that is scattered; step is the row, and the block's number times MaskStream is added
	Chance    = 15 // which parts of an error are shown; step is the update, and the block's number times MaskStream is added
	Speckle   = 16 // electrons of speckle in a camera; step is the update, and the block's number times MaskStream is added
	Diffuse   = 17 // noise that hides pictures; step is the update; MaskStream is added where pictures are made of noise
	Scatter   = 50 // phase of diffusers; step is the plate's number
	Draw      = 51 // samples of a plane of light whose error is measured; step is the draw
	Hidden    = 60 // what is wrong with a simulated bench; step says what, and of which part
	Flicker   = 61 // phase of panels from frame to frame; step is the frame, and the panel's number times MaskStream is added
	Electrons = 62 // of a camera's pixels, and noise of its reading; step is the frame, and the camera's number times MaskStream is added
	Transport = 63 // frames that are lost or late; step is the frame
	Probe     = 65 // patterns that calibrate a bench; step is the pattern
	Drift     = 64 // how a bench moves with time; step says what
)

// MaskStream is what the stream's number grows by from mask to mask, where each
// needs its own.
const MaskStream = 1 << 8

// Block returns four random 32-bit numbers.
func (s Stream) Block(step, index uint32) [4]uint32 {
	return philox([4]uint32{index, step, s.Stream, 0}, [2]uint32{uint32(s.Seed), uint32(s.Seed >> 32)})
}

func philox(c [4]uint32, k [2]uint32) [4]uint32 {
	for range 10 {
		p0 := uint64(0xD2511F53) * uint64(c[0])
		p1 := uint64(0xCD9E8D57) * uint64(c[2])
		c = [4]uint32{uint32(p1>>32) ^ c[1] ^ k[0], uint32(p1), uint32(p0>>32) ^ c[3] ^ k[1], uint32(p0)}
		k[0] += 0x9E3779B9
		k[1] += 0xBB67AE85
	}
	return c
}

// Uniform fills dst with numbers in [0, 1), multiples of 2^-24.
func (s Stream) Uniform(step uint32, dst []float32) {
	for i := 0; i < len(dst); i += 4 {
		b := s.Block(step, uint32(i/4))
		for j := i; j < min(i+4, len(dst)); j++ {
			dst[j] = float32(b[j-i]>>8) * (1.0 / (1 << 24))
		}
	}
}

// Normal fills dst with numbers of the standard normal distribution (Box and Muller, Annals of
// Mathematical Statistics 29, 610 (1958)), of 24 random bits and so below 5.9.
func (s Stream) Normal(step uint32, dst []float32) {
	for i := 0; i < len(dst); i += 4 {
		b := s.Block(step, uint32(i/4))
		for j := 0; j < 4 && i+j < len(dst); j += 2 {
			u := float64(2*(b[j]>>8)+1) * (1.0 / (1 << 25))
			r := math.Sqrt(-2 * fmath.Log(u))
			sin, cos := fmath.Sincos(2 * math.Pi * float64(b[j+1]>>8) * (1.0 / (1 << 24)))
			dst[i+j] = float32(r * cos)
			if i+j+1 < len(dst) {
				dst[i+j+1] = float32(r * sin)
			}
		}
	}
}

// Perm returns a random order of 0..n-1.
func (s Stream) Perm(step uint32, n int) []int32 {
	p := make([]int32, n)
	for i := range p {
		p[i] = int32(i)
		b := s.Block(step, uint32(i))
		j := int((uint64(b[0])<<32 | uint64(b[1])) % uint64(i+1))
		p[i], p[j] = p[j], p[i]
	}
	return p
}
