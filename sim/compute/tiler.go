package compute

// Tiler cuts products of matrices into tiles and writes their shaders. A Product brings its own, so that programs without
// products need not carry it.
type Tiler interface {
	// Cut chooses how a product for a batch is cut on a GPU.
	Cut(p *Product, batch int, gpu Machine) Cut
	// Write is the shader of a product, with the arrays in place by t. With Parts above 1 it leaves partial sums, which Sum's
	// shader adds up.
	Write(p *Product, c Cut, t Arrays) (declarations, statements string, err error)
	Sum(p *Product, c Cut, t Arrays) (declarations, statements string, err error)
}

// Machine is what of a GPU matters for a cut.
type Machine struct {
	Shared   int    // bytes of workgroup memory
	Threads  int    // most of a workgroup
	Software bool   // a program, which takes long to compile much code
	Forced   [4]int // Down, Across, High and Wide of each cut; 0: chosen
}

// Cut is how a product is cut: a workgroup of Down x Across threads makes a tile, each thread
// 4 High rows of 4 Wide elements.
type Cut struct {
	Down, Across int // threads
	High, Wide   int // vectors of four rows, and of four columns, that a thread has in registers
	Parts        int // workgroups that share the depth, each leaving a partial sum
}

// Rows and Cols are the size of a tile, Threads those of a workgroup.
func (c Cut) Rows() int    { return 4 * c.High * c.Down }
func (c Cut) Cols() int    { return 4 * c.Wide * c.Across }
func (c Cut) Threads() int { return c.Down * c.Across }

// Tiles is how many tiles of p there are for a batch.
func (c Cut) Tiles(p *Product, batch int) int {
	up := func(n, by int) int { return (n + by - 1) / by }
	return up(p.Rows.Of(batch), c.Rows()) * up(p.Cols.Of(batch), c.Cols())
}

// MostGroups is how many workgroups a dispatch has along one axis, as WebGPU promises: more stand in rows of so many, so that
// g.y MostGroups + g.x is the number of one. SumThreads are the threads of a workgroup of Sum's shader.
const (
	MostGroups = 65535
	SumThreads = 256
)

// Arrays puts a shader's arrays in place.
type Arrays interface {
	Expand(text string) (string, error) // $0, $1, ... as in Code
	Result() (string, error)            // the name of argument 2
	Sums() (string, error)              // the name of the partial sums, [Parts][elements of the product]
}
