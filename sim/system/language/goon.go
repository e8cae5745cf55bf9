package language

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/rng"
)

// GoOn tells each so many tokens that follow a text, one after the other: of the model's shares to the power of 1/temperature
// one is drawn, by a seed; of a temperature of 0 it is the likeliest. It sees the last tokens that its context has
// room for. each returns whether to go on.
func (s *Session) GoOn(text []byte, count int, temperature float64, seed int, each func(token string) bool) error {
	if len(text) == 0 {
		return errs.New("language: a text to go on with has one character at least")
	}
	if count < 1 || temperature < 0 || math.IsNaN(temperature) || temperature > 100 {
		return errs.New("language: ", count, " tokens at a temperature of ", temperature, ": want 1 or more, at 0 to 100")
	}
	if s.view == nil {
		var err error
		if s.view, err = s.Net.NewPass(network.View, 1); err != nil {
			return err
		}
	}
	tokens := s.pairs.Cut(text)
	draw := make([]float32, 1)
	for k := range count {
		tokens = tokens[max(0, len(tokens)-s.Context):]
		x := s.view.Stage(0, 0)
		clear(x)
		for i, t := range tokens {
			x[i] = float32(t)
		}
		if err := s.view.Run(1); err != nil {
			return err
		}
		z, err := s.view.Logits(1)
		if err != nil {
			return err
		}
		n := len(s.names)
		z = z[(len(tokens)-1)*n : len(tokens)*n] // none sees what is behind it
		rng.Stream{Seed: uint64(seed), Stream: rng.Chance}.Uniform(uint32(k), draw)
		next := drawn(z, temperature, float64(draw[0]))
		if !each(s.names[next]) {
			return nil
		}
		tokens = append(tokens, uint16(next))
	}
	return nil
}

// drawn is the number of a token for a number from 0 to 1.
func drawn(z []float32, temperature, at float64) int {
	best := kernels.ArgMax(z)
	if temperature == 0 {
		return best
	}
	all := 0.0
	shares := make([]float64, len(z))
	for i, v := range z {
		shares[i] = math.Exp((float64(v) - float64(z[best])) / temperature)
		all += shares[i]
	}
	at *= all
	for i, v := range shares {
		if at -= v; at < 0 {
			return i
		}
	}
	return best
}

// Readable is text as a terminal may show it: lines and tabs stay, what else is no sign or no character is \xNN.
func Readable(text string) string {
	var b strings.Builder
	for i, r := range text {
		if r == '\n' || r == '\t' || unicode.IsPrint(r) && (r != utf8.RuneError || strings.HasPrefix(text[i:], "\uFFFD")) {
			b.WriteRune(r)
			continue
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		for _, c := range []byte(text[i : i+size]) {
			b.WriteString(hex(c))
		}
	}
	return b.String()
}
