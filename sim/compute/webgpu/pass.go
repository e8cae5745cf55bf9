package webgpu

import (
	"strconv"
	"strings"

	"talbot/sim/compute"
	"talbot/sim/compute/half"
	"talbot/sim/errs"
	"talbot/sim/fft/wgsl"
)

// pass is one shader with what it works on.
type pass struct {
	label string
	binds []bind
	sum   bool             // threads go over samples and leave partial sums
	parts int              // how many partial sums
	alone map[*buffer]bool // those of which there is just one, which is the sum itself

	globals wgsl.Writer // declarations
	body    wgsl.Writer // statements of main
	size    [2]int      // threads of a workgroup along x and y
	// Workgroups: x along the first axis; along the second one for each sample, or
	// sumGroups of them; linear spreads perSample threads for each sample along x.
	x         int
	linear    bool
	perSample int
	once      bool                // whatever the batch
	tiles     func(batch int) int // workgroups of a pass of a product; nil for others
	product   *compute.Product
	whole     bool // of a pass that runs once: it sees all samples, and run.count is the batch
	each      int  // samples that a workgroup takes, if more than one
}

// source is which array of a buffer a pass binds.
type source int

const (
	data     source = iota // its numbers
	partial                // of a Sum: what groups of samples gave
	spectrum               // scratch between row and column passes
	shares                 // scratch between a product in parts and their sum
)

// bind is one array that a pass uses.
type bind struct {
	buf    *buffer // nil for a spectrum and a table
	source source
	table  []float32
	floats int                 // of a spectrum, for each sample
	count  func(batch int) int // of shares
	pairs  bool
	packed bool // pairs, each in half the bytes
	write  bool
}

// numbers is how many numbers of 4 bytes n float32 take.
func (b *bind) numbers(n int) int {
	if b.packed {
		return n / 2
	}
	return n
}

func (p *pass) name(i int) string { return "a" + strconv.Itoa(i) }

// use binds an array and returns its name.
func (p *pass) use(b bind) (string, error) {
	for i := range p.binds {
		o := &p.binds[i]
		if o.buf == b.buf && o.source == b.source && o.floats == b.floats && sameTable(o.table, b.table) {
			if o.pairs != b.pairs || o.packed != b.packed {
				return "", errs.New("webgpu: ", p.label, " reads buffer ", b.buf.spec.Name, " as pairs and as numbers")
			}
			o.write = o.write || b.write
			return p.name(i), nil
		}
	}
	p.binds = append(p.binds, b)
	return p.name(len(p.binds) - 1), nil
}

func sameTable(a, b []float32) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// argument is the text for an argument's element of the sample s, "name[base + (index)]",
// or of the batch, to be read, or written where write says so: a packed one only by put.
func (p *pass) argument(b *buffer, index string, pairs, write bool) (string, error) {
	place, err := p.place(b, index, pairs, write)
	return unpacked(place, b.packed), err
}

// put is the statement that writes a field's element.
func (p *pass) put(b *buffer, index, v string) (string, error) {
	place, err := p.place(b, index, true, true)
	return place + " = " + packed(v, b.packed) + ";", err
}

// unpacked and packed are the texts of a complex number that is read at a place, and of
// one as it is written.
func unpacked(place string, half bool) string {
	if half {
		return "unpackPair(" + place + ")"
	}
	return place
}

func packed(v string, half bool) string {
	if half {
		return "packPair(" + v + ")"
	}
	return v
}

func (p *pass) place(b *buffer, index string, pairs, write bool) (string, error) {
	name, err := p.use(bind{buf: b, pairs: pairs, packed: b.packed, write: write})
	n := b.spec.Len
	if pairs {
		n /= 2
	}
	if b.perSample() && !p.whole {
		return name + "[s * " + u(n) + " + (" + index + ")]", err
	}
	return name + "[" + index + "]", err
}

// expand writes a kernel's text with its arguments in place. sums has the names of
// the numbers that stand for arguments of scope Sum.
func (p *pass) expand(text string, c *compute.Code, args []compute.Buffer, sums map[int]string) (string, error) {
	var out strings.Builder
	for {
		at := strings.IndexByte(text, '$')
		if at < 0 {
			out.WriteString(text)
			return out.String(), nil
		}
		out.WriteString(text[:at])
		text = text[at+1:]
		table := strings.HasPrefix(text, "t")
		if table {
			text = text[1:]
		}
		n, digits := 0, 0
		for digits < len(text) && text[digits] >= '0' && text[digits] <= '9' {
			n = 10*n + int(text[digits]-'0')
			digits++
		}
		text = text[digits:]
		if digits == 0 || !table && n >= len(args) || table && n >= len(c.Tables) {
			panic("webgpu: kernel " + p.label + " names an argument that it does not have")
		}
		if name, ok := sums[n]; ok && !table {
			if strings.HasPrefix(text, "[") {
				_, text = bracket(text, p.label)
			}
			out.WriteString(name)
			continue
		}
		index, rest := bracket(text, p.label)
		inner, err := p.expand(index, c, args, sums)
		if err != nil {
			return "", err
		}
		var t string
		if table {
			var name string
			name, err = p.use(bind{table: c.Tables[n]})
			t = name + "[" + inner + "]"
		} else {
			t, err = p.argument(args[n].(*buffer), inner, has(c.Pairs, n), has(c.Writes, n))
		}
		if err != nil {
			return "", err
		}
		out.WriteString(t)
		text = rest
	}
}

// bracket splits "[index]rest".
func bracket(text, label string) (index, rest string) {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '[':
			depth++
		case ']':
			depth--
			if depth == 0 {
				return text[1:i], text[i+1:]
			}
		}
		if depth == 0 {
			break
		}
	}
	panic("webgpu: kernel " + label + " has an argument without an index")
}

func has(list []int, n int) bool {
	for _, v := range list {
		if v == n {
			return true
		}
	}
	return false
}

// functions declares those of text that are not declared yet. The texts of two kernels may
// have functions in common, and one may hold the other, so each function is told apart: it
// begins a line.
func (p *pass) functions(text string) {
	const begin = "\nfn "
	for text = "\n" + strings.TrimSpace(text); len(text) > 1; {
		end := len(text)
		if next := strings.Index(text[1:], begin); next >= 0 {
			end = 1 + next
		}
		if f := strings.TrimSpace(text[:end]); !strings.Contains(string(p.globals.Text), f+"\n") {
			p.globals.Line(f)
		}
		text = text[end:]
	}
}

func u(i int) string { return strconv.Itoa(i) + "u" }

const prelude = `
struct Run { count: u32, chunk: u32 }
@group(0) @binding(0) var<uniform> run: Run;
fn cmul(a: vec2f, b: vec2f) -> vec2f { return vec2f(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x); }
fn conj(a: vec2f) -> vec2f { return vec2f(a.x, -a.y); }
`

// source is the whole shader.
func (p *pass) code() string {
	var t strings.Builder
	t.WriteString(prelude)
	for i := range p.binds {
		if p.binds[i].packed {
			t.WriteString(half.WGSL)
			break
		}
	}
	for i, b := range p.binds {
		access, element := "read", "f32"
		if b.write {
			access = "read_write"
		}
		if b.pairs {
			element = "vec2f"
		}
		if b.packed {
			element = "u32"
		}
		t.WriteString("@group(0) @binding(" + strconv.Itoa(i+1) + ") var<storage, " + access + "> " + p.name(i) + ": array<" + element + ">;\n")
	}
	t.Write(p.globals.Text)
	t.WriteString("@compute @workgroup_size(" + strconv.Itoa(p.size[0]) + ", " + strconv.Itoa(p.size[1]) + ")\n" +
		"fn main(@builtin(local_invocation_id) l: vec3u, @builtin(workgroup_id) g: vec3u) {\n")
	t.Write(p.body.Text)
	t.WriteString("}\n")
	return t.String()
}

// uses are the binds that the code names, and whether it reads the run's parameters.
// WebGPU wants just those bound.
func (p *pass) uses() (used []int, uniform bool) {
	text := string(p.body.Text) + string(p.globals.Text)
	for i := range p.binds {
		if strings.Contains(text, p.name(i)+"[") {
			used = append(used, i)
		}
	}
	return used, strings.Contains(text, "run.")
}

// maxGroups is how many workgroups a dispatch has along one axis, as WebGPU promises. A
// pass that runs once has more in rows of so many.
const maxGroups = compute.MostGroups

// groups is the number of workgroups for some samples.
func (p *pass) groups(count int) (x, y int) {
	switch {
	case p.tiles != nil:
		n := p.tiles(count)
		return min(n, maxGroups), (n + maxGroups - 1) / maxGroups
	case p.once:
		return min(p.x, maxGroups), (p.x + maxGroups - 1) / maxGroups
	case p.sum:
		return p.x, p.parts
	case p.linear:
		return (p.perSample*count + p.size[0] - 1) / p.size[0], 1
	}
	if p.each > 1 {
		return p.x, (count + p.each - 1) / p.each
	}
	return p.x, count
}
