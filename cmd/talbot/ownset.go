package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"talbot/sim/data"
	"talbot/sim/data/own"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/system/diffractive"
	"talbot/sim/system/diffusion"
	"talbot/sim/system/language"
)

// ownSet is a data set of the user's own.
type ownSet struct {
	name, path  string
	given       bool // on the command line
	colours     bool // stay
	alike       bool // all may be of one class
	train, test *data.Set
}

// parse takes NAME=PATH.
func (o *ownSet) parse(text string) error {
	name, path, ok := strings.Cut(text, "=")
	if !ok || path == "" {
		return usage("--data-set: %q: want NAME=PATH for pictures of your own, such as mine=pictures; see: talbot data check --help", text)
	}
	if err := data.CheckName(name); err != nil {
		return usage("--data-set: %v", err)
	}
	if slices.Contains(data.Names, name) {
		return usage("--data-set: %s is a set that talbot knows, in the folder of --data: give yours another name, such as my-%s", name, name)
	}
	if name != o.name || path != o.path {
		*o = ownSet{name: name, path: path, colours: o.colours, alike: o.alike}
	}
	o.given = true
	return nil
}

// suit keeps of a set of the user's own what settings of c take: colours as they are, texts, and pictures of one class.
func (d *dataFlags) suit(c experiment.Config) {
	d.own.colours = coloured(c)
	_, d.texts = c.(*language.Config)
	_, d.own.alike = c.(*diffusion.Config)
}

func coloured(c experiment.Config) bool {
	p, ok := c.(experiment.Coloured)
	return ok && p.Colours()
}

// read reads the files once. Colours become grey, as light has one channel, unless they are to stay.
func (o *ownSet) read() error {
	if o.train != nil {
		return nil
	}
	file, column, named := strings.Cut(o.path, "#")
	if _, err := os.Stat(file); strings.HasSuffix(file, ".txt") && errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("--data-set: %s: there is no %s", o.name, file)
	}
	dir, base := filepath.Split(filepath.Clean(file))
	if dir == "" {
		dir = "."
	}
	if base == "." || base == ".." || base == "" { // a folder that its own path does not name
		dir, base = file, "."
	}
	if named {
		base += "#" + column
	}
	read := own.Read
	if o.alike {
		read = own.ReadAlike
	}
	train, test, err := read(os.DirFS(dir), base, o.name)
	if err != nil {
		return fmt.Errorf("--data-set: %w", err)
	}
	if train.Channels > 1 && !o.colours {
		note := fmt.Sprintf("pictures of %d channels are made grey", train.Channels)
		if train.Channels == 3 {
			note += ", 0.299 red + 0.587 green + 0.114 blue"
		}
		if train.Note != "" {
			note = train.Note + "; " + note
		}
		train, test = train.Grey(), test.Grey()
		train.Note = note
	}
	o.train, o.test = train, test
	return nil
}

// known is the name of a set in batches, such as cifar-10, as NAME=PATH, of its folder among the
// data sets; any other text stays.
func (d *dataFlags) known(text string) string {
	if !slices.Contains(own.Named, text) {
		return text
	}
	d.named = true
	return text + "=" + filepath.Join(dataDir(d.dir), text)
}

// readOwn reads the set, and says where one in batches should be.
func (d *dataFlags) readOwn() error {
	err := d.own.read()
	if err != nil && d.named {
		return fmt.Errorf("%w: put the set's files into %s, or say where they are with --data-set %s=PATH", err, d.own.path, d.own.name)
	}
	return err
}

// loadOwn loads the user's own set: that of the command line, else the run's.
func (d *dataFlags) loadOwn(name string) (train, test *data.Set, err error) {
	if d.own.path == "" && slices.Contains(own.Named, name) && (d.run == nil || d.run.Source.Set == "") {
		if err := d.own.parse(d.known(name)); err != nil {
			return nil, nil, err
		}
	}
	if d.own.path == "" {
		if d.run == nil || d.run.Source.Set == "" {
			return nil, nil, usage("the data set %q is none that talbot knows: say where its files are, with --data-set %s=PATH", name, name)
		}
		d.own = ownSet{name: name, path: d.run.Source.Set, colours: d.own.colours, alike: d.own.alike}
	}
	if d.changed("data") && !d.named {
		return nil, nil, usage("--data and --data-set %s=%s: a set of your own is where its path says; leave --data away", d.own.name, d.own.path)
	}
	if err := d.readOwn(); err != nil {
		if !d.own.given && !d.named {
			err = fmt.Errorf("%w; if the files are elsewhere now, give their place with --data-set %s=PATH", err, name)
		}
		return nil, nil, err
	}
	train, test = d.own.train, d.own.test
	if text := train.Width == 1 && train.Height == 1 && slices.Equal(train.Classes, []string{"text"}); text && !d.texts {
		return nil, nil, usage("--data-set: %s is a text, and this network learns pictures; language models learn texts, such as talbot train dfa-lm-small", d.own.path)
	}
	if !d.own.given {
		if err := d.same(train, d.own.path, ""); err != nil {
			return nil, nil, errors.New(strings.Replace(err.Error(), "give the folder of its own with --data", "give the place of its own with --data-set "+name+"=PATH", 1))
		}
	}
	if train.Note != "" {
		fmt.Fprintf(d.notes, "talbot: note: %s\n", train.Note)
	}
	d.from, err = filepath.Abs(d.own.path)
	return train, test, err
}

// take reads --data-set NAME=PATH, or the name of a set in batches, among the parameters' flags, and makes c a bench for that
// set. The flag is then the set's name.
func (d *dataFlags) take(list paramFlags, c *diffractive.Config) error {
	return d.takeFor(list, func(name string, classes int) (string, error) { return c.Own(name, classes) })
}

// takeFor is take for settings of any kind, which use says the set to; it may have a note.
func (d *dataFlags) takeFor(list paramFlags, use func(name string, classes int) (note string, err error)) error {
	for _, f := range list {
		if f.param.Name != "data-set" || !f.set {
			continue
		}
		text := d.known(f.text)
		if !strings.Contains(text, "=") {
			continue
		}
		if err := d.own.parse(text); err != nil {
			return err
		}
		if err := d.readOwn(); err != nil {
			return err
		}
		note, err := use(d.own.name, len(d.own.train.Classes))
		if err != nil {
			return err
		}
		if note != "" {
			fmt.Fprintf(d.notes, "talbot: note: %s\n", note)
		}
		f.text = d.own.name
	}
	return nil
}

// ownWord is the set as --data-set takes it.
func (o *ownSet) word() string { return o.name + "=" + errs.Word(o.path) }
