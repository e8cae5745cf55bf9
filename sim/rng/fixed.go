package rng

// FixedUnit is the standard deviation of what Fixed gives, in units of its numbers.
const FixedUnit = 1024

// FixedBytes are the values of one byte, negative ones below 128, whose sum over the four bytes of a
// word has the moments of the normal distribution of standard deviation FixedUnit: mean 0, variance
// 1.00001, excess kurtosis 4e-5 and sixth cumulant -3e-4 of units. They are the normal distribution's
// means over 256 equally likely parts, the last two of them on either side moved. They are written out
// as programs that do not use them then do not link them.
var FixedBytes = [256]float32{
	-1597, -1198, -1174, -1132, -1080, -1038, -1002, -970, -941, -915, -892, -870, -849, -830, -812, -795,
	-779, -763, -748, -734, -720, -707, -694, -682, -670, -658, -647, -636, -625, -615, -605, -595,
	-585, -575, -566, -557, -548, -539, -531, -522, -514, -505, -497, -489, -482, -474, -466, -459,
	-451, -444, -437, -429, -422, -415, -408, -401, -395, -388, -381, -375, -368, -362, -355, -349,
	-343, -336, -330, -324, -318, -312, -306, -300, -294, -288, -282, -276, -271, -265, -259, -253,
	-248, -242, -237, -231, -225, -220, -214, -209, -204, -198, -193, -187, -182, -177, -171, -166,
	-161, -155, -150, -145, -140, -135, -129, -124, -119, -114, -109, -104, -98, -93, -88, -83,
	-78, -73, -68, -63, -58, -53, -48, -43, -38, -33, -28, -23, -18, -13, -8, -3,
	3, 8, 13, 18, 23, 28, 33, 38, 43, 48, 53, 58, 63, 68, 73, 78,
	83, 88, 93, 98, 104, 109, 114, 119, 124, 129, 135, 140, 145, 150, 155, 161,
	166, 171, 177, 182, 187, 193, 198, 204, 209, 214, 220, 225, 231, 237, 242, 248,
	253, 259, 265, 271, 276, 282, 288, 294, 300, 306, 312, 318, 324, 330, 336, 343,
	349, 355, 362, 368, 375, 381, 388, 395, 401, 408, 415, 422, 429, 437, 444, 451,
	459, 466, 474, 482, 489, 497, 505, 514, 522, 531, 539, 548, 557, 566, 575, 585,
	595, 605, 615, 625, 636, 647, 658, 670, 682, 694, 707, 720, 734, 748, 763, 779,
	795, 812, 830, 849, 870, 892, 915, 941, 970, 1002, 1038, 1080, 1132, 1174, 1198, 1597,
}

// Fixed fills dst with independent whole numbers, at most 5.9 FixedUnit large, that are distributed as
// normal numbers of standard deviation FixedUnit are, to the moments above. Their sums are
// exact in float32 up to 2^24, and so the same on every device in any order: of 100 000 of them the sum
// is about 3e5.
func (s Stream) Fixed(step uint32, dst []float32) {
	for i := 0; i < len(dst); i += 4 {
		b := s.Block(step, uint32(i/4))
		for j := i; j < min(i+4, len(dst)); j++ {
			dst[j] = FixedWord(b[j-i])
		}
	}
}

// FixedWord is the number of Fixed of 32 random bits.
func FixedWord(b uint32) float32 {
	return FixedBytes[b&255] + FixedBytes[b>>8&255] + FixedBytes[b>>16&255] + FixedBytes[b>>24]
}
