package fft

import "unsafe"

// element is one of as many lines as Columns says, in pairs of float32. It is no array, since Go copies arrays
// that may overlap by a call.
type element struct{ a, b, c, d, e, f, g, h uint64 }

// Columns is how many lines the moves here are made for, and do without a check for each number: 8 complex64
// are one cache line of a plane's row.
const Columns = 8

// Move copies w numbers, fast where they are an element of as many lines as Columns says.
func Move(dst, src []float32, w int) {
	if w == 2*Columns {
		*(*element)(unsafe.Pointer(&dst[:2*Columns][0])) = *(*element)(unsafe.Pointer(&src[:2*Columns][0]))
		return
	}
	copy(dst[:w], src)
}

// Gather interleaves rows of n pairs, which lie one after another, into a block of so many lines, as
// Plan.Forward has them.
func Gather(block, rows []float32, lines, n int) {
	if lines == Columns {
		gatherAll(block[:2*Columns*n], rows[:2*Columns*n], n)
		return
	}
	for l := range lines {
		row := rows[2*l*n:][:2*n]
		for x, i := 0, 2*l; x+1 < len(row); x, i = x+2, i+2*lines {
			block[i], block[i+1] = row[x], row[x+1]
		}
	}
}

// Scatter is the opposite.
func Scatter(rows, block []float32, lines, n int) {
	if lines == Columns {
		scatterAll(rows[:2*Columns*n], n, 0, block[:2*Columns*n], 0, 1, n)
		return
	}
	for l := range lines {
		row := rows[2*l*n:][:2*n]
		for x, i := 0, 2*l; x+1 < len(row); x, i = x+2, i+2*lines {
			row[x], row[x+1] = block[i], block[i+1]
		}
	}
}

// ScatterBack is Scatter of elements first, first-1 and so on of a circle of m.
func ScatterBack(rows, block []float32, lines, n, m, first int) {
	first %= m
	if lines == Columns {
		rows, block = rows[:2*Columns*n], block[:2*Columns*m]
		down := min(first+1, n)
		scatterAll(rows, n, 0, block, first, -1, down)
		scatterAll(rows, n, down, block, m-1, -1, n-down)
		return
	}
	w := 2 * lines
	for l := range lines {
		row := rows[2*l*n:][:2*n]
		i := w*first + 2*l
		for x := 0; x+1 < len(row); x += 2 {
			row[x], row[x+1] = block[i], block[i+1]
			if i -= w; i < 0 {
				i += w * m
			}
		}
	}
}

// The moves of as many lines as Columns says take an element of each line after another, without checks: the
// callers have cut block and rows to their size.

func gatherAll(block, rows []float32, n int) {
	if n == 0 {
		return
	}
	b, r := unsafe.Pointer(&block[0]), unsafe.Pointer(&rows[0])
	r1, r2, r3, r4 := unsafe.Add(r, 8*n), unsafe.Add(r, 16*n), unsafe.Add(r, 24*n), unsafe.Add(r, 32*n)
	r5, r6, r7 := unsafe.Add(r, 40*n), unsafe.Add(r, 48*n), unsafe.Add(r, 56*n)
	for x := uintptr(0); x < uintptr(8*n); x += 8 {
		e := (*element)(unsafe.Add(b, Columns*x))
		e.a = *(*uint64)(unsafe.Add(r, x))
		e.b = *(*uint64)(unsafe.Add(r1, x))
		e.c = *(*uint64)(unsafe.Add(r2, x))
		e.d = *(*uint64)(unsafe.Add(r3, x))
		e.e = *(*uint64)(unsafe.Add(r4, x))
		e.f = *(*uint64)(unsafe.Add(r5, x))
		e.g = *(*uint64)(unsafe.Add(r6, x))
		e.h = *(*uint64)(unsafe.Add(r7, x))
	}
}

// scatterAll moves count elements of block, from first on by steps of one up or down, into rows of n pairs, there from at on.
func scatterAll(rows []float32, n, at int, block []float32, first, step, count int) {
	if count < 1 {
		return
	}
	b, r := unsafe.Pointer(&block[0]), unsafe.Pointer(&rows[0])
	r1, r2, r3, r4 := unsafe.Add(r, 8*n), unsafe.Add(r, 16*n), unsafe.Add(r, 24*n), unsafe.Add(r, 32*n)
	r5, r6, r7 := unsafe.Add(r, 40*n), unsafe.Add(r, 48*n), unsafe.Add(r, 56*n)
	from := 8 * Columns * first
	step *= 8 * Columns
	for x := uintptr(8 * at); x < uintptr(8*(at+count)); x += 8 {
		e := (*element)(unsafe.Add(b, from))
		*(*uint64)(unsafe.Add(r, x)) = e.a
		*(*uint64)(unsafe.Add(r1, x)) = e.b
		*(*uint64)(unsafe.Add(r2, x)) = e.c
		*(*uint64)(unsafe.Add(r3, x)) = e.d
		*(*uint64)(unsafe.Add(r4, x)) = e.e
		*(*uint64)(unsafe.Add(r5, x)) = e.f
		*(*uint64)(unsafe.Add(r6, x)) = e.g
		*(*uint64)(unsafe.Add(r7, x)) = e.h
		from += step
	}
}
