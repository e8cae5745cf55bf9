package colormap

// Intensity is for what is zero or more. It runs from black by violet, red and
// orange to pale yellow; its lightness rises in equal steps.
var Intensity = sample(func(t float64) lab { return through(intensity, t) })

// intensity has knots at equal steps of lightness. Without hue, the map is still
// a scale from black to white, and red-green blindness leaves its blue-to-yellow
// part.
var intensity = []lab{
	{0, 0, 0},
	{16, 30, -34},
	{32, 50, -30},
	{48, 62, 8},
	{64, 46, 48},
	{80, 14, 66},
	{96, -6, 30},
}

// Diverging is for signed values: blue below, near white at zero, orange above.
// The two sides have equal lightness, and differ in the direction that red-green
// blindness leaves.
var Diverging = sample(func(t float64) lab { return through(diverging, t) })

var diverging = []lab{
	{28, 12, -46},
	{46, 2, -44},
	{64, -4, -32},
	{82, -3, -16},
	{96, 0, 0},
	{82, 9, 20},
	{64, 24, 42},
	{46, 40, 48},
	{28, 40, 38},
}
