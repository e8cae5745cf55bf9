package data

// Examples are labelled examples of one shape: what a network trains on and is tested
// with, whatever they show.
type Examples interface {
	Len() int
	// Shape is that of an example, [channels][height][width].
	Shape() (channels, height, width int)
	// Read writes example i to dst, [channels][height][width]: pictures as 0 (background)
	// to 1, features as they are, text as numbers of tokens.
	Read(i int, dst []float32)
	// Target is the class of example i, an index into ClassNames.
	Target(i int) int
	ClassNames() []string
}

// Shape is that of a picture.
func (s *Set) Shape() (channels, height, width int) { return max(1, s.Channels), s.Height, s.Width }

// Read writes picture i, 0 to 1.
func (s *Set) Read(i int, dst []float32) {
	image := s.Image(i)
	dst = dst[:len(image)]
	for k, v := range image {
		dst[k] = greys[v]
	}
}

// greys are the values of bytes: a batch for a GPU has millions, and a division takes three times as long.
var greys = func() (g [256]float32) {
	for v := range g {
		g[v] = float32(v) / 255
	}
	return g
}()

// Target is the class of picture i.
func (s *Set) Target(i int) int { return int(s.Labels[i]) }

// ClassNames is s.Classes.
func (s *Set) ClassNames() []string { return s.Classes }

var (
	_ Examples = (*Set)(nil)
	_ Examples = (*Table)(nil)
	_ Examples = (*Windows)(nil)
)
