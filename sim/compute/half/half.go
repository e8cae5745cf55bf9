// Package half keeps complex numbers in half the bytes: two numbers of 12 bits that share
// an exponent of 8, in 32 bits.
//
//	bits 0 to 11   real part, -2047 to 2047 in two's complement
//	bits 12 to 23  imaginary part, likewise
//	bits 24 to 31  e: both are in units of 2^(e-126); 244 stands for what is no number
//
// So each complex number has the scale that it needs, and nothing over- or underflows
// from 2^-116 to the largest float32: parts are right to 2^-11 of the larger one, as two halves
// (pack2x16float) would be if all light were of about their size. A gradient of 1e-9 is
// kept as well as light of 1e4, and nobody has to choose a scale. All operations are exact
// but the rounding to even, so that every device gives the same bits.
package half

import "math"

const (
	least = 11      // the least exponent of float32, with its bias, that has an exponent here
	round = 1 << 12 // half a unit of 11 bits, as a float32 has it
	whole = 1.5 * (1 << 23)
)

// Pack is a complex number in 32 bits.
func Pack(re, im float32) uint32 {
	const magnitude = 1<<31 - 1
	m := max(math.Float32bits(re)&magnitude, math.Float32bits(im)&magnitude)
	e := min(max((m+round)>>23, least), 255)
	s := math.Float32frombits((264 - e) << 23)
	// Behind the sum with whole the last bits are the number, rounded to even.
	x, y := math.Float32bits(float32(re*s)+whole), math.Float32bits(float32(im*s)+whole)
	return x&0xfff | y&0xfff<<12 | (e-least)<<24
}

// Unpack is the number that Pack gave.
func Unpack(u uint32) (re, im float32) {
	e := u >> 24
	q := math.Float32frombits((e + 1) << 23)
	if e == 255-least {
		q = float32(math.Inf(1))
	}
	return float32(int32(u<<20)>>20) * q, float32(int32(u<<8)>>20) * q
}

// Round rounds complex numbers, pairs, to what their 32 bits hold.
func Round(pairs []float32) {
	for i := 0; i+1 < len(pairs); i += 2 {
		pairs[i], pairs[i+1] = Unpack(Pack(pairs[i], pairs[i+1]))
	}
}
