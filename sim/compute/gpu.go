package compute

// GPU is how a graphics processor runs a kernel: WGSL beside the Go twin. It is one
// of *Map, *Group, *Plane, *Hop, *Lines and *Product. A device writes whole shaders of them: it
// joins launches that follow each other, keeps what it can in registers, and so
// needs each operation as a piece rather than as a shader.
//
// In the code of all of them
//
//	$0, $1, ...    are the kernel's arguments, arrays of f32, or of vec2f for those
//	               that Pairs lists; of a Sample or Scratch buffer, the part that
//	               belongs to the sample at hand: $0[k]
//	$t0, $t1, ...  are the Tables, arrays of f32
//	cmul, conj     are the product and the conjugate of complex numbers (vec2f)
//
// and an argument of scope Sum, which a launch for each sample adds to, has just
// its element i (Map) or p (Plane): $3[i] += x.
//
// A constant must be written so that WGSL reads it as f32: see errs.Float and F32.
type GPU interface{ code() *Code }

// Product is a product of matrices, for a whole batch, run.count samples, whose arguments
// are seen whole: of Rows x Depth by Depth x Cols, numbers that may depend on the batch. A
// and B are statements that set v (f32) to element (i, k) of the left and (k, j) of the
// right factor, for i, j, k (u32) inside. C is the index, in argument 2, of element (i, j).
// With Add the product is added to what is there.
// QuadA and QuadB, unless empty, set v (vec4f) to four of them, (i to i+3, k) and (k, j to j+3), i and j
// multiples of 4: they are used where threads go along the tile. Text is not used.
type Product struct {
	Code
	Rows, Cols, Depth Count
	A, B, C           string
	QuadA, QuadB      string
	DeepA, WideB      bool // neighbours in memory are those along k of A, and along j of B
	TallC             bool // neighbours in memory are those along i of C, else along j
	Add               bool
	Tiler             Tiler
	// FactorA and FactorB, unless nil, are used instead of A and B.
	FactorA, FactorB *Factor
}

// Factor reads an element of a factor by two halves of its place, each of one index alone, so that what many
// elements have in common is computed once: Tile sets at from i, the index of a row of A or of a column of B, and Deep
// from i, the index along the depth. Load sets v (f32) from at, which is the sum of both. at is a vec3i, or with Flat an i32.
type Factor struct {
	Tile, Deep, Load string
	Flat             bool
}

// Count is a number of elements: Each for every sample and Fixed beside.
type Count struct{ Fixed, Each int }

// Of is the count for a batch.
func (c Count) Of(batch int) int { return c.Fixed + c.Each*batch }

// Code is what all forms have.
type Code struct {
	Text      string      // statements
	Functions string      // what Text calls, with names that begin with the kernel's
	Pairs     []int       // arguments that are arrays of complex numbers
	Tables    [][]float32 // constants
	// Writes are the arguments that the kernel writes to, those of scope Sum aside.
	Writes []int
	// Partly names an argument, by its number plus 1, that is read in some rows of a plane only; Rows
	// says in which, [Ny].
	Partly int
	Rows   []bool
	// Lit are the rows, [Ny], outside which the field that a Plane writes is zero; nil if it may be lit anywhere.
	Lit []bool
}

// Map runs Text for each of N numbers i (u32), of each sample when the kernel
// has Each, in any order and at the same time.
type Map struct {
	Code
	N int
}

// Group runs Text with Threads threads for each sample, whose number is lid (u32), or for each of N numbers i (u32) of each
// sample. total(lid, x) is the sum of x over all threads of a group, for each of them; all must call
// it together.
type Group struct {
	Code
	Threads int
	N       int // 0: one
}

// Plane runs Text for every sample of a plane of the light: v (vec2f) is the field
// there, p (u32) the sample's number, x and y (u32) its place. It is read
// from argument In before Text and written to argument Out after it; each is an argument
// of pairs that Text itself must not name, or -1 for none. Of what the launch just
// before it writes, Text may read only element p, and of the others all elements of those that
// are Anywhere alone: a launch that comes right behind may write what is read at p in the same go.
type Plane struct {
	Code
	Nx       int // samples of a row; 0: any plane, and Text may not use x and y
	In, Out  int
	Anywhere []int // arguments of a sample of which Text reads other elements than p
}

// Hop is crop F^-1 [ H . F [ pad in ] ], unnormalised, with arguments in, h, out:
// see kernels.Propagate. Of several fields it is that by a transfer function each, with
// arguments in, all h, all out: see kernels.PropagateEach.
type Hop struct {
	Nx, Ny int  // aperture
	Mx, My int  // window
	Conj   bool // by conj(H)
	Ox, Oy int  // aperture behind the hop, if another: see kernels.PropagateBetween
	Even   bool // H is the same at (i, j), (-i, j) and (i, -j), so that a quarter of its table is enough
	Fields int  // behind the hop; 0: one
	Keep   int  // columns of H that are not 0, see kernels.PropagateBand; 0: all
}

// Count is how many fields are behind the hop.
func (h *Hop) Count() int { return max(1, h.Fields) }

// Columns is how many columns of the spectrum are transformed.
func (h *Hop) Columns() int {
	if h.Keep == 0 {
		return h.Mx
	}
	return h.Keep
}

// Behind is the aperture behind the hop.
func (h *Hop) Behind() (nx, ny int) {
	if h.Ox == 0 {
		return h.Nx, h.Ny
	}
	return h.Ox, h.Oy
}

// Lines is Hops hops along the lines of a plane, with arguments in, table, out: see kernels.Lines.
type Lines struct {
	In, Out, M, Hops int
	Count            int
	Columns          bool
}

func (*Lines) code() *Code     { return &Code{Pairs: []int{0, 1, 2}, Writes: []int{2}} }
func (m *Map) code() *Code     { return &m.Code }
func (g *Group) code() *Code   { return &g.Code }
func (p *Plane) code() *Code   { return &p.Code }
func (p *Product) code() *Code { return &p.Code }

func (h *Hop) code() *Code {
	c, n := &Code{}, h.Count()
	for i := range 2*n + 1 {
		c.Pairs = append(c.Pairs, i)
		if i > n {
			c.Writes = append(c.Writes, i)
		}
	}
	return c
}

// CodeOf is the part that all forms have.
func CodeOf(g GPU) *Code { return g.code() }
