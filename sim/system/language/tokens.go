package language

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"talbot/sim/data"
	"talbot/sim/errs"
)

// characters are the values of a byte, each a token.
const characters = 256

// learned is how much of a text pairs are looked for in.
const learned = 1 << 20

// Pairs cuts a text into bytes, and pairs of tokens that are frequent into one (Sennrich, Haddow, Birch, "Neural machine
// translation of rare words with subword units", ACL 2016): pair i is token 256+i. None are bytes alone.
type Pairs [][2]uint16

// LearnPairs takes the most frequent pair of neighbours again and again, the first by number of equals, until there are
// so many tokens or no pair is there twice. It looks at the beginning of long texts.
func LearnPairs(text []byte, vocabulary int) (p Pairs) {
	tokens := Pairs(nil).Cut(text[:min(len(text), learned)])
	counts := make([]int32, vocabulary*vocabulary)
	for characters+len(p) < vocabulary {
		clear(counts)
		best, most := 0, int32(1)
		for i := 1; i < len(tokens); i++ {
			at := int(tokens[i-1])*vocabulary + int(tokens[i])
			counts[at]++
			if n := counts[at]; n > most || n == most && at < best {
				best, most = at, n
			}
		}
		if most < 2 {
			break
		}
		pair := [2]uint16{uint16(best / vocabulary), uint16(best % vocabulary)}
		tokens = join(tokens, pair, uint16(characters+len(p)))
		p = append(p, pair)
	}
	return p
}

// join makes one token of each such pair, from the left.
func join(tokens []uint16, pair [2]uint16, to uint16) []uint16 {
	out := tokens[:0]
	for i := 0; i < len(tokens); i++ {
		if i+1 < len(tokens) && tokens[i] == pair[0] && tokens[i+1] == pair[1] {
			out = append(out, to)
			i++
			continue
		}
		out = append(out, tokens[i])
	}
	return out
}

// Cut is the text's tokens.
func (p Pairs) Cut(text []byte) []uint16 {
	tokens := make([]uint16, len(text))
	for i, b := range text {
		tokens[i] = uint16(b)
	}
	for i, pair := range p {
		tokens = join(tokens, pair, uint16(characters+i))
	}
	return tokens
}

// Names are the texts of all tokens of a vocabulary.
func (p Pairs) Names(vocabulary int) []string {
	names := make([]string, vocabulary)
	for i := range names {
		switch {
		case i < characters:
			names[i] = string([]byte{byte(i)})
		case i-characters < len(p):
			names[i] = names[p[i-characters][0]] + names[p[i-characters][1]]
		default:
			names[i] = "token " + strconv.Itoa(i)
		}
	}
	return names
}

// shown are the names of tokens as they can be written: bytes that are no characters by themselves as \xNN.
func shown(names []string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		var b strings.Builder
		for len(name) > 0 {
			r, size := utf8.DecodeRuneInString(name)
			if r == utf8.RuneError && size == 1 {
				b.WriteString(hex(name[0]))
			} else {
				b.WriteString(name[:size])
			}
			name = name[size:]
		}
		all[i] = b.String()
	}
	return all
}

func hex(b byte) string { return `\x` + strconv.FormatUint(0x100|uint64(b), 16)[1:] }

// examples are parts of a text, one behind the other.
type examples struct{ data.Windows }

// cut makes examples of a set that is a text.
func (s *Session) cut(set *data.Set) (*examples, error) {
	if set.Width != 1 || set.Height != 1 || set.Channels > 1 {
		return nil, errs.New("language: ", set.Name, " has pictures of ", set.Width, " x ", set.Height, ", and a language model learns a text: choose one")
	}
	e := &examples{data.Windows{Name: set.Name, Length: s.Context, Tokens: s.pairs.Cut(set.Images), Vocabulary: s.names}}
	if e.Len() < 1 {
		return nil, errs.New("language: ", set.Name, " has ", len(e.Tokens), " tokens, and an example takes ", s.Context+1, ": take a longer text, or a shorter context")
	}
	return e, nil
}

// Len is the number of whole examples with a token behind them.
func (e *examples) Len() int { return max(0, (len(e.Tokens)-1)/e.Length) }

func (e *examples) Read(i int, dst []float32) { e.Windows.Read(i*e.Length, dst) }
func (e *examples) Target(i int) int          { return e.Windows.Target(i * e.Length) }
