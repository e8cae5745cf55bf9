package webgpu

import "talbot/sim/compute"

// product adds the passes of a product.
func (r *runner) product(o *op) error {
	d, f := r.dev, o.form.(*compute.Product)
	c := f.Tiler.Cut(f, max(1, r.most), compute.Machine{Shared: d.info.Limits.SharedBytes, Threads: d.info.Limits.Invocations, Software: d.info.Software, Forced: d.tune.Product})
	p := newPass([]*op{o})
	p.once, p.whole, p.product = true, true, f
	p.size = [2]int{c.Threads(), 1}
	p.tiles = func(batch int) int { return c.Tiles(f, batch) * c.Parts }
	p.functions(o.code.Functions)
	declarations, statements, err := f.Tiler.Write(f, c, arrays{p, o, f, c.Parts})
	p.globals.Line(declarations)
	p.body.Line(statements)
	if err == nil {
		err = r.add(p)
	}
	if err != nil || c.Parts == 1 {
		return err
	}
	p = &pass{label: o.name + ": sums", once: true, whole: true, size: [2]int{compute.SumThreads, 1}}
	p.tiles = func(batch int) int {
		return (f.Rows.Of(batch)*f.Cols.Of(batch) + compute.SumThreads - 1) / compute.SumThreads
	}
	declarations, statements, err = f.Tiler.Sum(f, c, arrays{p, o, f, c.Parts})
	p.globals.Line(declarations)
	p.body.Line(statements)
	if err == nil {
		err = r.add(p)
	}
	return err
}

// arrays puts those of a product in place.
type arrays struct {
	p     *pass
	o     *op
	f     *compute.Product
	parts int
}

func (a arrays) Expand(text string) (string, error) { return a.p.expand(text, a.o.code, a.o.args, nil) }

func (a arrays) Result() (string, error) {
	return a.p.use(bind{buf: a.o.args[2].(*buffer), write: true})
}

func (a arrays) Sums() (string, error) {
	return a.p.use(bind{source: shares, count: func(batch int) int { return a.parts * a.f.Rows.Of(batch) * a.f.Cols.Of(batch) }, write: true})
}
