// Package language is the system of language models: Transformers that tell the next token of a text, and learn that by
// backpropagation or by an error which scattered light brings to all blocks at once. That light can train such networks is a
// claim of Wang et al., arXiv 2409.12965, whose sizes and texts are not known to us: those here are ours. The
// maker's own study finds no size at which the higher loss is made up for by less computation (Filipovich et al.,
// "Scaling laws beyond backpropagation", arXiv 2210.14593).
package language

import (
	"slices"

	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/system/feedback"
)

// Config is all that a run depends on.
type Config struct {
	Data       string
	Tokens     string // characters or pairs
	Vocabulary int    // of pairs
	Context    int    // tokens of an example
	Width      int
	Heads      int
	Blocks     int
	To         string // blocks or layers
	feedback.Way
	experiment.Descent
	Seed int
}

var (
	kinds   = []string{"characters", "pairs"}
	targets = []string{"blocks", "layers"}
)

// Params are the parameters in the order of a form; their values are in c.
func (c *Config) Params() []experiment.Param {
	const net = "Network"
	choice, whole := experiment.OneOf, experiment.Whole
	sets := slices.Clone(data.Texts)
	if !slices.Contains(sets, c.Data) {
		sets = append(sets, c.Data)
	}
	set := choice("Data", "data-set", "Text", "The text that is learned.", &c.Data, sets...)
	set.Role = experiment.RoleData
	vocabulary := whole("Data", "vocabulary", "Vocabulary", "Tokens that there are: 256 characters, and pairs that are frequent in the text.", &c.Vocabulary, 256, 1024)
	vocabulary.Needs = "tokens=pairs"
	list := []experiment.Param{
		set,
		choice("Data", "tokens", "Tokens", "What a text is cut into: characters, of a byte each, or pairs of them and of pairs, the most frequent first.", &c.Tokens, kinds...),
		vocabulary,
		whole("Data", "context", "Context", "Tokens of an example: what the last one can see.", &c.Context, 2, 2048),
		whole(net, "width", "Width", "Numbers of a token between blocks; the dense layers of a block have four times as many.", &c.Width, 8, 4096),
		whole(net, "heads", "Heads", "Heads of attention; the width is a multiple of them.", &c.Heads, 1, 64),
		whole(net, "blocks", "Blocks", "Blocks of attention and two dense layers.", &c.Blocks, 1, 64),
		choice("Feedback", "feedback-to", "Feedback to", "What gets an error of its own: whole blocks, or the attention and the dense layers of each.", &c.To, targets...),
	}
	list = append(list, c.Way.Params()...)
	list = append(list, c.Descent.Params("weights")...)
	return append(list, experiment.Seed(&c.Seed))
}

// Clone is a copy that shares nothing.
func (c *Config) Clone() experiment.Config {
	d := *c
	return &d
}

// Check says what of the values does not go together.
func (c *Config) Check() ([]string, error) {
	if c.Heads > 0 && c.Width%c.Heads != 0 {
		return nil, experiment.Wrong("heads", c.Heads, " heads do not share a width of ", c.Width, ": make the width a multiple")
	}
	return nil, c.Unit().Check()
}

// UseData makes c one for a text of that name.
func (c *Config) UseData(name string) { c.Data = name }

// size is the number of different tokens.
func (c *Config) size() int {
	if c.Tokens == "pairs" {
		return c.Vocabulary
	}
	return characters
}

// Cost counts products of matrices, forth and back, as passes of a transform do.
func (c *Config) Cost() experiment.Cost {
	w, t := float64(c.Width), float64(c.Context)
	one := t * (float64(c.Blocks)*(12*w*w+2*w*t) + w*float64(c.size()))
	return experiment.Cost{Look: one, Step: 3 * one * float64(c.Batch)}
}

// Preset is a Config with a name.
type Preset struct {
	ID, Title, Doc string
	Config         Config
}

// Presets are fresh copies of all of them.
func Presets() []Preset {
	way := feedback.Optical()
	small := Config{Data: "bible-kjv", Tokens: "characters", Vocabulary: 512, Context: 32, Width: 64, Heads: 4, Blocks: 2, To: "blocks", Way: way, Seed: 1,
		Descent: experiment.Descent{Optimiser: "adam", LearningRate: 2e-3, Momentum: 0.9, Schedule: "cosine", ScheduleEpochs: 10, ScheduleFactor: 0.5, Batch: 8, Epochs: 3}}
	full := small
	full.Context, full.Width, full.Blocks, full.LearningRate, full.Batch, full.Epochs = 128, 256, 4, 5e-4, 64, 10
	return []Preset{
		{"dfa-lm-small", "A small language model by scattered light", "two blocks of a Transformer learn to go on with a text from an error that a medium scatters to both", small},
		{"dfa-lm", "A language model by scattered light", "four blocks of a Transformer of width 256 learn from some 40 million characters, by an error that a medium scatters to all; for a GPU", full},
	}
}

// Find is a preset by its name.
func Find(id string) (Preset, bool) {
	for _, p := range Presets() {
		if p.ID == id {
			return p, true
		}
	}
	return Preset{}, false
}
