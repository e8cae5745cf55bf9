package kernels

// blocks is how many rows and columns of C one call takes: less than the most where
// there would be too few calls to share out. It does not depend on the threads.
func blocks(m, n int) (rows, cols int) {
	rows, cols = min(m, blockRowsMost), min(n, blockColsMost)
	count := func() int { return ((m + rows - 1) / rows) * ((n + cols - 1) / cols) }
	for count() < 16 && (rows > 48 || cols > 64) {
		if cols > 64 && cols >= rows {
			cols = (cols/2 + 31) / 32 * 32
		} else {
			rows = (rows/2 + 11) / 12 * 12
		}
	}
	return rows, cols
}

// cut is how a product for a batch is shared out: in blocks of rows x cols of C, and where
// those are few and the depth is great, in parts of the depth too, whose products are
// added in their order. It does not depend on the threads.
type cut struct {
	m, n, k      int
	rows, cols   int // of a block
	down, across int // blocks
	parts, deep  int // of the depth, and that of each
}

// enoughCalls is how many calls a product should have for many threads, leastDepth the
// depth that is worth one.
const (
	enoughCalls = 16
	leastDepth  = 4 * blockDepth
)

func (p *Product) cut(batch int) cut {
	m, n, k := p.size(batch)
	c := cut{m: m, n: n, k: k, parts: 1, deep: k}
	if m == 0 || n == 0 {
		return c
	}
	c.rows, c.cols = blocks(m, n)
	c.down, c.across = (m+c.rows-1)/c.rows, (n+c.cols-1)/c.cols
	if most := min(enoughCalls/(c.down*c.across), k/leastDepth); most > 1 {
		c.deep = ((k+most-1)/most + blockDepth - 1) / blockDepth * blockDepth
		c.parts = (k + c.deep - 1) / c.deep
	}
	return c
}

// calls is how many blocks there are.
func (c cut) calls() int { return c.down * c.across * c.parts }

// rectangle is a part of C, of so many calls.
type rectangle struct {
	row, rowEnd, col, colEnd int
	calls                    int
}

// next is the largest rectangle of calls from call i to at most to, and its part of the depth.
func (c *cut) next(i, to int) (part int, r rectangle) {
	part = i / (c.across * c.down)
	row, col := i/c.across%c.down, i%c.across
	down, across := 1, min(c.across-col, to-i)
	if across == c.across { // whole rows of blocks
		down = min(c.down-row, (to-i)/c.across)
	}
	return part, rectangle{
		row: row * c.rows, rowEnd: min((row+down)*c.rows, c.m),
		col: col * c.cols, colEnd: min((col+across)*c.cols, c.n),
		calls: down * across,
	}
}

// partial is where a part's product lies among those of all parts, [part][m][n].
func (c cut) partial(part int, pairs bool) Matrix {
	d := Dense(c.m, c.n)
	if pairs {
		d = DensePairs(c.m, c.n/2)
	}
	d.At = part * c.m * c.n
	return d
}

// common is the memory for the products of parts.
func (p *Product) common(batch int) int {
	if c := p.cut(batch); c.parts > 1 {
		return c.parts * c.m * c.n
	}
	return 0
}

// finishing is how many rows the products of parts have; finish adds those of one up.
func (p *Product) finishing(batch int) int {
	if c := p.cut(batch); c.parts > 1 {
		return c.m
	}
	return 0
}

func (p *Product) finish(args [][]float32, batch, row int) {
	c := p.cut(batch)
	sum := args[3][row*c.n:][:c.n]
	for part := 1; part < c.parts; part++ {
		for i, v := range args[3][(part*c.m+row)*c.n:][:c.n] {
			sum[i] += v
		}
	}
	p.store(args[2], sum, c.n, row, row+1, 0, c.n, p.Add)
}
