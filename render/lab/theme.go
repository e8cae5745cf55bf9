package lab

// Color is a colour with straight alpha, each part 0..1.
type Color struct{ R, G, B, A float32 }

func hex(v uint32) Color {
	return Color{float32(v>>16&255) / 255, float32(v>>8&255) / 255, float32(v&255) / 255, 1}
}

func (c Color) alpha(a float32) Color { c.A *= a; return c }

func (c Color) mix(d Color, t float32) Color {
	return Color{c.R + t*(d.R-c.R), c.G + t*(d.G-c.G), c.B + t*(d.B-c.B), c.A + t*(d.A-c.A)}
}

// palette are the colours of a theme.
type palette struct {
	ground Color // behind everything
	panel  Color // of an overlay
	text   Color
	muted  Color // secondary text
	line   Color // frames, axes, the rail
	glass  Color // edges of planes
	focus  Color // the selected plane
	wrong  Color // the true class, where the network is mistaken
}

var dark = palette{
	ground: hex(0x0a0d13),
	panel:  hex(0x131822),
	text:   hex(0xeef2f7),
	muted:  hex(0x94a0b2),
	line:   hex(0x2c3546),
	glass:  hex(0x6d7d95),
	focus:  hex(0xffffff),
	wrong:  hex(0xffb454),
}

var light = palette{
	ground: hex(0xf8f9fb),
	panel:  hex(0xffffff),
	text:   hex(0x161d29),
	muted:  hex(0x566173),
	line:   hex(0xc9d1dc),
	glass:  hex(0x8793a5),
	focus:  hex(0x101722),
	wrong:  hex(0xb35900),
}
