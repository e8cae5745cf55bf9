package compute

// Counter is a device that computes nothing and adds up what would be allocated: to know the memory
// of a program before there is any. Its buffers are all 0, and Scratch counts once, of which
// a device has one for each sample that it works on at a time.
type Counter struct{ Bytes float64 }

type counted struct{ spec Spec }

func (b counted) Spec() Spec { return b.spec }

func (c *Counter) Name() string { return "nothing, for its memory alone" }

// Alloc counts.
func (c *Counter) Alloc(s Spec) (Buffer, error) {
	n := s.Len
	if s.Scope == Sample {
		n *= max(1, s.Batch)
	}
	c.Bytes += 4 * float64(n)
	return &counted{s}, nil
}

func (c *Counter) Write(Buffer, int, []float32) error { return nil }

func (c *Counter) Read(_ Buffer, _ int, dst []float32) error {
	clear(dst)
	return nil
}

func (c *Counter) Compile(*Program) (Runner, error) { return idle{}, nil }
func (c *Counter) Close() error                     { return nil }

// FitsAll is Fits of what open makes on a device, which is made where nothing is computed before, and counted. Weights and
// what training keeps of a batch are in it; not the arrays of each thread.
func FitsAll(dev Device, what, cure string, open func(Device) error) error {
	h, ok := dev.(Hosted)
	if !ok {
		return nil
	}
	if room, _ := h.Room(); room <= 0 {
		return nil
	}
	c := &Counter{}
	if err := open(c); err != nil {
		return err
	}
	return Fits(dev, what, c.Bytes, func(float64) string { return cure })
}

// Counts tells whether dev computes nothing, so that numbers for it need not be made.
func Counts(dev Device) bool {
	_, ok := dev.(*Counter)
	return ok
}

type idle struct{}

func (idle) Run(int) error { return nil }

var _ Device = (*Counter)(nil)
