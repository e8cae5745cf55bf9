package webgpu

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
)

// bindings are what a shader sees for chunk c.
func (r *runner) bindings(s *shader, c, count int, uniform Handle) ([]Binding, error) {
	d := r.dev
	var out []Binding
	if s.uniform {
		at := c
		if s.whole {
			at = (count + r.chunk - 1) / r.chunk // behind those of the chunks, see record
		}
		out = append(out, Binding{0, uniform, 256 * at, 8})
	}
	for _, i := range s.used {
		w := s.binds[i]
		b := Binding{Number: i + 1}
		var err error
		switch {
		case w.source == spectrum:
			n := w.numbers(w.floats) * r.chunk
			if d.spectra[n] == 0 {
				if d.spectra[n], err = d.alloc("spectrum", n); err != nil {
					return nil, err
				}
			}
			b.Buffer, b.Size = d.spectra[n], 4*n
		case w.source == shares:
			n := w.count(count)
			if d.shares[n] == 0 {
				if d.shares[n], err = d.alloc("partial sums", n); err != nil {
					return nil, err
				}
			}
			b.Buffer, b.Size = d.shares[n], 4*n
		case w.table != nil:
			if b.Buffer, err = d.table(w.table); err != nil {
				return nil, err
			}
			b.Size = 4 * len(w.table)
		case w.source == partial:
			b.Buffer, b.Size = w.buf.partial, 4*w.buf.parts*w.buf.spec.Len
		case w.buf.spec.Scope == compute.Scratch:
			n := w.numbers(w.buf.spec.Len) * r.chunk
			if w.buf.room < n {
				if w.buf.data, err = d.alloc(w.buf.spec.Name, n); err != nil {
					return nil, err
				}
				w.buf.room = n
			}
			b.Buffer, b.Size = w.buf.data, 4*n
		case w.buf.spec.Scope == compute.Sample:
			b.Buffer, b.At, b.Size = w.buf.data, 4*c*r.chunk*w.buf.spec.Len, 4*max(1, count)*w.buf.spec.Len
			if b.Size > d.info.Limits.Binding {
				return nil, errs.New("webgpu: ", s.label, " needs all ", count, " samples of ", w.buf.spec.Name, ", ", b.Size>>20,
					" MiB, and a shader of this GPU may see ", d.info.Limits.Binding>>20, " MiB: make the batch smaller, or use the cpu device")
			}
		default:
			b.Buffer, b.Size = w.buf.data, 4*w.buf.spec.Len
		}
		if b.Size == 0 {
			b.Size = 4
		}
		out = append(out, b)
	}
	return out, nil
}

// table uploads a constant array once.
func (d *Device) table(t []float32) (Handle, error) {
	if h := d.tables[&t[0]]; h != 0 {
		return h, nil
	}
	h, err := d.alloc("table", len(t))
	if err == nil {
		err = d.drv.Write(h, 0, t)
	}
	if err == nil {
		d.tables[&t[0]] = h
	}
	return h, err
}
