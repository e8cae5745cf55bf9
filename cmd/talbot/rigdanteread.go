package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"

	"talbot/sim/system/dante"
)

// keptFrames is a file of what a camera saw, reading by reading, to which readings are added: of each the hash of what was shown, how many
// numbers there are, and these, float32 in little endian.
type keptFrames struct {
	f    *os.File
	ends []int64 // where each reading that is there ends
	at   int     // the next to be asked for
}

const keptHead = sha256.Size + 8

// openFrames opens a file, or makes it. A last reading that was cut off, as when power fails, is taken away.
func openFrames(name string) (*keptFrames, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	k, end := &keptFrames{f: f}, int64(0)
	size, err := f.Seek(0, io.SeekEnd)
	for head := make([]byte, keptHead); err == nil && end+keptHead <= size; {
		if _, err = f.ReadAt(head, end); err != nil {
			break
		}
		n := binary.LittleEndian.Uint64(head[sha256.Size:])
		if n > uint64(size) || end+keptHead+4*int64(n) > size {
			break
		}
		end += keptHead + 4*int64(n)
		k.ends = append(k.ends, end)
	}
	if err == nil {
		err = f.Truncate(end)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return k, nil
}

func (k *keptFrames) close() { k.f.Close() }

// hashOf is of what was to be read.
func hashOf(m dante.Shown, blocks [][]float32) []byte {
	h := sha256.New()
	fmt.Fprintln(h, m.Name, m.Side, m.Tiling.Response(), len(blocks))
	for _, v := range append([][]float32{m.Phase}, blocks...) {
		_ = binary.Write(h, binary.LittleEndian, v)
	}
	return h.Sum(nil)
}

// next is the next reading if it is there: nil if it is not.
func (k *keptFrames) next(of []byte, count int) ([][]float32, error) {
	if k.at >= len(k.ends) {
		return nil, nil
	}
	from := int64(0)
	if k.at > 0 {
		from = k.ends[k.at-1]
	}
	b := make([]byte, k.ends[k.at]-from)
	if _, err := k.f.ReadAt(b, from); err != nil {
		return nil, err
	}
	if !bytes.Equal(b[:sha256.Size], of) {
		return nil, fmt.Errorf("reading %d of the frames that are kept is of something else, as another version of Talbot may show it: take another folder with --out", k.at+1)
	}
	all := make([]float32, (len(b)-keptHead)/4)
	if _, err := binary.Decode(b[keptHead:], binary.LittleEndian, all); err != nil {
		return nil, err
	}
	var frames [][]float32
	for n := len(all) / count; len(frames) < count; {
		i := len(frames)
		frames = append(frames, all[i*n:(i+1)*n])
	}
	k.at++
	return frames, nil
}

// add keeps a reading, on the disk.
func (k *keptFrames) add(of []byte, frames [][]float32) error {
	n := 0
	for _, f := range frames {
		n += len(f)
	}
	b := binary.LittleEndian.AppendUint64(bytes.Clone(of), uint64(n))
	for _, f := range frames {
		for _, v := range f {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	from := int64(0)
	if len(k.ends) > 0 {
		from = k.ends[len(k.ends)-1]
	}
	if _, err := k.f.WriteAt(b, from); err != nil {
		return fmt.Errorf("the frames cannot be written: %w: make room; the same command goes on", err)
	}
	k.ends, k.at = append(k.ends, from+int64(len(b))), k.at+1
	return k.f.Sync()
}

// Read is what the bench sees of pictures before a mask, or saw before the run was stopped. The bench is not opened before it is needed.
func (x *danteRun) Read(ctx context.Context, m dante.Shown, blocks [][]float32) ([][]float32, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	of := hashOf(m, blocks)
	frames, err := x.frames.next(of, len(blocks))
	if err != nil {
		return nil, err
	}
	if x.first.frames == nil && frames != nil {
		x.first = firstReading{m, blocks, frames}
	}
	if frames != nil {
		return frames, nil
	}
	if err := x.there(ctx); err != nil {
		return nil, err
	}
	if x.since++; x.every > 0 && x.since > x.every {
		if err := x.well(ctx); err != nil {
			return nil, err
		}
		x.since = 1
	}
	err = x.do(ctx, func() (err error) {
		frames, err = x.lens.Read(ctx, m.Name, m.Side, m.Phase, blocks, m.Tiling.Block(), m.Tiling.Response())
		return err
	})
	if err != nil {
		return nil, err
	}
	if x.first.frames == nil {
		x.first = firstReading{m, blocks, frames}
	}
	return frames, x.frames.add(of, frames)
}

// there opens the bench unless it is open.
func (x *danteRun) there(ctx context.Context) error {
	if x.lab != nil {
		return nil
	}
	return x.opens(ctx)
}

// firstReading is what was seen of the first pictures before the first mask.
type firstReading struct {
	shown  dante.Shown
	blocks [][]float32
	frames [][]float32
}

// same tells whether the camera sees the first picture as it did.
func (x *danteRun) same(ctx context.Context) error {
	m, was := x.first.shown, x.first.frames[0]
	all, err := x.lens.Read(ctx, m.Name, m.Side, m.Phase, x.first.blocks[:1], m.Tiling.Block(), m.Tiling.Response())
	if err != nil {
		return err
	}
	light, alike := compared(was, all[0])
	switch {
	case math.Abs(light-1) > lightLimit:
		return ill{fmt.Errorf("the light is %.3g of what it was: see to laser and shutter", light)}
	case alike < alikeLimit:
		return ill{fmt.Errorf("the first picture looks otherwise than it did (correlation %.2f): camera or panels were pushed; put them back", alike)}
	}
	return nil
}

// alikeLimit is the least correlation of two frames of the same on a bench that is well.
const alikeLimit = 0.9

// compared is how bright b is beside a, and their correlation.
func compared(a, b []float32) (light, alike float64) {
	var ma, mb, aa, bb, ab float64
	for i := range a {
		ma, mb = ma+float64(a[i]), mb+float64(b[i])
	}
	n := float64(len(a))
	light, ma, mb = mb/ma, ma/n, mb/n
	for i := range a {
		p, q := float64(a[i])-ma, float64(b[i])-mb
		aa, bb, ab = aa+p*p, bb+q*q, ab+p*q
	}
	return light, ab / math.Sqrt(aa*bb)
}
