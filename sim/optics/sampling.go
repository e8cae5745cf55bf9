package optics

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/fft"
)

func (s Space) scalableLimit() float64 {
	limit := math.Inf(1)
	for _, a := range s.axes() {
		limit = math.Min(limit, ScalableLimit(a.n, a.d, a.lambda))
	}
	return limit
}

// pad is the padding on each side that keeps all light of the plane's own band apart,
// up to half of the plane; shift is how far, in samples, the plane out lies aside.
func (a axis) pad(shift float64) int {
	most := (a.n+1)/2 + int(math.Ceil(shift))
	want := math.Min(math.Ceil((a.reach()+2*shift)/2), float64(most))
	return (fastWindow(a.n, a.n+2*int(want)) - a.n) / 2
}

// window is padding of up to half of the plane.
func (s Space) window(shiftX, shiftY float64) Window {
	var w Window
	for _, a := range s.axes() {
		if a.name == "x" {
			w.PadX = a.pad(math.Abs(shiftX) / a.d)
		} else {
			w.PadY = a.pad(math.Abs(shiftY) / a.d)
		}
	}
	return w
}

func (w Window) of(a axis) int {
	if a.name == "x" {
		return a.n + 2*w.PadX
	}
	return a.n + 2*w.PadY
}

// planWindow plans the transfer functions.
func (s Space) planWindow(p *Plan, c Choice, most float64) (err error) {
	out := c.out(s)
	w := s.suits(c, out, most)
	w.BandLimit = w.BandLimit || p.Method == BandLimited || p.Method == FresnelTransfer && c.Padding != nil && c.Padding.BandLimit
	for _, a := range s.axes() {
		m := w.of(a)
		far := a.critical(m)
		switch {
		case m == a.n && !w.BandLimit:
			if c.Padding != nil && a.z > 0 {
				p.warn("along ", a.name, " the window has no padding: its light repeats beyond it without end; for light that stands alone, the steepest moves ", short(a.reach()),
					" samples sideways, and some comes back on the other side; padding of ", padding(a.reach()), " keeps it out")
			}
		case a.z > far && !w.BandLimit:
			need := int(math.Ceil(a.z * a.lambda / (a.d * a.d)))
			return errs.New("optics: a window of ", m, " samples of ", Length(a.d), " along ", a.name, " aliases the transfer function beyond ", Length(far),
				", and the distance is ", Length(a.z), ": use band-limited, or scalable or impulse-response for long distances, or pad by ", (need-a.n+1)/2,
				" samples on each side, or by none where the light repeats")
		case a.z > far:
			s.warnBand(p, a, m)
		case float64(m-a.n) < a.reach() && !math.IsInf(a.reach(), 0):
			p.warn("along ", a.name, " the steepest light moves ", short(a.reach()), " samples sideways, more than the ", m-a.n,
				" dark ones: some comes back on the other side; padding of ", padding(a.reach()), " keeps it out")
		case c.Padding != nil && float64(m) > 3*(float64(a.n)+a.reach()) && m > a.n:
			p.warn("along ", a.name, " padding of ", padding(a.reach()), " samples would do; ", (m-a.n)/2, " cost ", short(float64(m)/(float64(a.n)+a.reach())), " times the time")
		}
		if !fft.Fast(m) {
			p.warn("along ", a.name, " a window of ", m, " samples is slow to transform; ", fft.NextFast(m), " is the next fast one")
		}
	}
	if p.Method == FresnelTransfer {
		if out.X != 0 || out.Y != 0 {
			return errs.New("optics: fresnel keeps its plane on the axis; for one aside use angular-spectrum, impulse-response, scalable or chirp-z")
		}
		p.Recipe, err = s.FresnelTransfer(w)
		return err
	}
	p.Recipe, err = s.ShiftedSpectrum(w, out.X, out.Y)
	return err
}

// padding on each side keeps light apart that moves reach samples sideways.
func padding(reach float64) any {
	if reach > 1<<30 {
		return "any size does not suffice, and none"
	}
	return int(math.Ceil(reach / 2))
}

func (s Space) warnBand(p *Plan, a axis, m int) {
	p.warn("along ", a.name, " the band limit keeps angles below ", short(1e3*a.lambda*BandLimit(m, a.d, a.lambda, a.z)), " mrad of the samples' ",
		short(1e3*a.lambda/(2*a.d)), " mrad; impulse-response and scalable keep all")
}

// planSum plans the Rayleigh-Sommerfeld sum by Fourier transforms. Where its kernel turns
// by more than a period from sample to sample, not even light along the axis is right.
func (s Space) planSum(p *Plan, c Choice) (err error) {
	out := c.out(s)
	for _, a := range s.spans(out) {
		if a.z < 3*a.d {
			return errs.New("optics: the kernel of impulse-response is narrower than the samples along ", a.name, " before ", Length(3*a.d), ", and the distance is ", Length(a.z), ": use angular-spectrum")
		}
		if limit := ImpulseLimit(a.d/2, a.lambda, a.z); a.far > limit {
			return errs.New("optics: over ", Length(a.z), " samples of ", Length(a.d), " resolve the kernel of impulse-response as far as ", Length(limit), " sideways, and along ", a.name,
				" the planes reach ", Length(a.far), ": use angular-spectrum or scaled-spectrum")
		}
		if limit := ImpulseLimit(a.d, a.lambda, a.z); a.far > limit {
			p.warn("along ", a.name, " light that fills the band of the samples is resolved as far as ", Length(limit), " sideways, and the planes reach ", Length(a.far))
		}
	}
	if c.Padding != nil {
		for _, a := range s.spans(out) {
			pad, name := c.Padding.PadX, "x"
			if a.name == "y" {
				pad, name = c.Padding.PadY, "y"
			}
			need := (min(a.n, a.out.n)) / 2
			if pad < need {
				return errs.New("optics: the window of impulse-response holds both planes, and padding of ", pad, " samples along ", name, " does not: it takes ", need, ", or leave it out")
			}
			if pad > need+(a.n+a.out.n)/16+16 {
				p.warn("along ", name, " impulse-response is the same in any window that holds both planes: padding of ", pad, " samples is more than the ", need, " that it takes, and is left out")
			}
		}
	}
	p.Recipe, err = s.ImpulseResponse(Window{}, out)
	return err
}

func (s Space) planImpulse(p *Plan, c Choice) (err error) {
	if c.Out != nil && (c.Out.X != 0 || c.Out.Y != 0) {
		return errs.New("optics: fresnel-impulse keeps its plane on the axis; for one aside use scalable or chirp-z")
	}
	w := Window{}
	for _, a := range s.axes() {
		pad := (fastWindow(a.n, 2*a.n) - a.n) / 2
		if a.name == "x" {
			w.PadX = pad
		} else {
			w.PadY = pad
		}
	}
	if c.Padding != nil {
		w = *c.Padding
	}
	for _, a := range s.axes() {
		m := w.of(a)
		if near := a.critical(m); a.z < near {
			return errs.New("optics: a window of ", m, " samples of ", Length(a.d), " along ", a.name, " aliases the impulse response before ", Length(near),
				", and the distance is ", Length(a.z), ": use angular-spectrum or fresnel")
		}
		if m < 2*a.n-1 {
			p.warn("along ", a.name, " the window of ", m, " samples is shorter than twice the plane's ", a.n, ": light comes back on the other side")
		}
	}
	p.Recipe, err = s.FresnelImpulse(w)
	return err
}

func (s Space) planScaled(p *Plan, c Choice, most float64) (err error) {
	out := c.out(s)
	w := s.suits(c, out, most)
	w.BandLimit = c.Padding == nil || c.Padding.PadX > 0 || c.Padding.PadY > 0
	p.window = [2]int{s.In.Nx + 2*w.PadX, s.In.Ny + 2*w.PadY}
	spans := s.spans(out)
	for _, a := range s.axes() {
		m := w.of(a)
		half := out.along(a).reach()
		far := half // where no light can come, its repetitions do not matter
		for _, b := range spans {
			if b.name == a.name {
				far = b.far + s.steep(b, spans)
			}
		}
		if width := float64(m) * a.d; half > width/2*(1+1e-9) && far > width*(1+1e-9) {
			return errs.New("optics: along ", a.name, " the plane out reaches to ", Length(half), ", beyond the window's half, ", Length(width/2), ", where the light repeats: ask for less, or pad by ",
				int(math.Ceil(half/a.d))-a.n/2, " samples on each side, or use scalable")
		}
		if a.z > a.critical(m) && w.BandLimit {
			s.warnBand(p, a, m)
		}
	}
	p.Recipe, err = s.ScaledSpectrum(w, out)
	return err
}

// planIntegral plans the methods that are a Fourier integral: the light they deliver
// repeats after lambda z/dx.
func (s Space) planIntegral(p *Plan, c Choice) (err error) {
	if c.Padding != nil {
		return errs.New("optics: ", string(p.Method), " has no window to pad: leave the padding out, or use angular-spectrum, scaled-spectrum or another method with a window")
	}
	if s.Z == 0 {
		return errs.New("optics: ", string(p.Method), " divides by the distance, which is 0: use angular-spectrum")
	}
	out := c.out(s)
	if c.Out == nil && (p.Method == Fraunhofer || p.Method == Lens) {
		natural := func(n int, d float64) float64 {
			if n == 1 {
				return d
			}
			return s.InMedium() * math.Abs(s.Z) / (float64(n) * d)
		}
		out.Dx, out.Dy = natural(s.In.Nx, s.In.Dx), natural(s.In.Ny, s.In.Dy)
	}
	for _, a := range s.axes() {
		half, pitch := out.along(a).reach(), out.along(a).d
		near := a.critical(a.n)
		if p.Method == TwoStep {
			near *= 1 + pitch/a.d
		}
		if (p.Method == Scalable || p.Method == ChirpZ || p.Method == TwoStep) && a.z < near {
			return errs.New("optics: along ", a.name, " ", a.n, " samples of ", Length(a.d), " cannot hold the phase exp(i pi x^2/(lambda z)) before ", Length(near),
				", and the distance is ", Length(a.z), ": use angular-spectrum or scaled-spectrum")
		}
		all := a.lambda * a.z / a.d
		if half > all/2*(1+1e-9) {
			return errs.New("optics: along ", a.name, " the plane out reaches to ", Length(half), ", but the light of samples ", Length(a.d), " apart repeats beyond ", Length(all/2),
				": ask for less, or for a finer input")
		}
		if wide := float64(a.n)*a.d + 2*a.reach()*a.d; p.Method != Lens && wide > 16*half && c.Out == nil {
			p.warn("along ", a.name, " the steepest light spreads over ", Length(math.Min(wide, all)), " and the plane out has ", Length(2*half), ": a spacing of ", Length(ScalablePitch(a.n, a.d, a.lambda, a.z)),
				" would show half of that width")
		}
	}
	switch p.Method {
	case Scalable:
		if limit := s.scalableLimit(); math.Abs(s.Z) > limit {
			return errs.New("optics: the scalable angular spectrum of these samples ends at ", Length(limit), ", and the distance is ", Length(math.Abs(s.Z)),
				": use chirp-z, paraxial to ", short(s.ParaxialError()), " rad, or pad the input")
		}
		p.Recipe, err = s.ScalableSpectrum(out)
	case ChirpZ:
		p.Recipe, err = s.FresnelChirp(out)
	case TwoStep:
		if out.Nx != s.In.Nx || out.Ny != s.In.Ny || out.X != 0 || out.Y != 0 {
			return errs.New("optics: two-step keeps the number of samples, ", s.In.Nx, " x ", s.In.Ny, ", and the axis; for others use chirp-z")
		}
		p.Recipe, err = s.TwoStep(out.Dx, out.Dy)
	case Fraunhofer:
		if off := s.FraunhoferError(); off > math.Pi {
			return errs.New("optics: ", Length(math.Abs(s.Z)), " is not far: the far field would leave out a phase of ", short(off), " rad at the corner of the input; it begins at about ",
				Length(math.Abs(s.Z)*off/math.Pi), ": use chirp-z or scalable")
		}
		p.Recipe, err = s.Fraunhofer(out)
	case Lens:
		p.Recipe, err = s.FourierLens(out)
	}
	return err
}
