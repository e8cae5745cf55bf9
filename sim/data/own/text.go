package own

import (
	"errors"
	"fmt"
	"io/fs"

	"talbot/sim/data"
)

// errText is what reads tables makes of a text.
var errText = errors.New("it is a text, and examples with classes are wanted: give it to a language model")

// readText reads a text, of which the end is held out to test on: see data.SplitText.
func readText(fsys fs.FS, p, name string) (learn, test *data.Set, err error) {
	b, err := load(fsys, p)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(b) < 20 {
		return nil, nil, fmt.Errorf("%s: a text of %d bytes is too short to learn from: take a longer one", name, len(b))
	}
	learn, test = data.SplitText(name, b)
	learn.Note = fmt.Sprintf("the last %d of %d bytes are held out to test on", test.Len(), len(b))
	return learn, test, nil
}
