package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"talbot/assets"
	"talbot/sim/data"
	"talbot/sim/data/open"
	"talbot/sim/errs"
	"talbot/sim/rundir"
)

// builtIn is the --data for the small sets inside the program.
const builtIn = "built-in"

// dataFlags choose the pictures.
type dataFlags struct {
	dir                   string // what was given, or ""
	limitTrain, limitTest int
	holdOut               int // training pictures to test on

	notes io.Writer // for what load finds to say about the pictures

	flags *pflag.FlagSet // of the command line, or nil

	given []string // flags on the command line, once like has been called

	run  *rundir.Dir // whose pictures load must find, unless a folder was given; or nil
	kept string      // where the pictures of the run are that a command works on, or ""
	from string      // where load found them: an absolute path, or builtIn

	ownFlag string // NAME=PATH of a data set of the user's own, where a command has that flag
	own     ownSet
	named   bool // own is a set in batches, in its folder among the data sets
	texts   bool // own may be a text
}

func (d *dataFlags) add(a *app, flags *pflag.FlagSet) {
	d.notes, d.flags = a.err, flags
	flags.StringVar(&d.ownFlag, "data-set", "", "test on pictures of your own: `NAME=PATH`, as \"talbot data check\" takes it")
	d.addFolder(flags)
}

func (d *dataFlags) addFolder(flags *pflag.FlagSet) {
	flags.StringVar(&d.dir, "data", "", "`folder` of the data sets, or \""+builtIn+"\": the small ones inside talbot (default: the run's, or where \"data get\" puts them)")
	flags.IntVar(&d.limitTest, "limit-test", 0, "use only the first `n` test pictures; 0 is all")
}

func (d *dataFlags) addTrain(a *app, flags *pflag.FlagSet) {
	d.notes, d.flags = a.err, flags
	d.addFolder(flags)
	flags.IntVar(&d.limitTrain, "limit-train", 0, "use only the first `n` training pictures; 0 is all")
	flags.IntVar(&d.holdOut, "hold-out", 0, "test on the last `n` training pictures, and do not train on them: to choose parameters without a look at the test pictures")
}

// like takes over what is not on the command line from the source of a run.
func (d *dataFlags) like(s rundir.Source) {
	d.kept, d.given = s.Folder, nil
	for _, f := range []struct {
		name  string
		given bool
	}{{"--data", d.dir != ""}, {"--limit-train", d.limitTrain != 0}, {"--limit-test", d.limitTest != 0}, {"--hold-out", d.holdOut != 0}} {
		if f.given {
			d.given = append(d.given, f.name)
		}
	}
	d.limitTrain = cmp.Or(d.limitTrain, s.LimitTrain)
	d.limitTest = cmp.Or(d.limitTest, s.LimitTest)
	d.holdOut = cmp.Or(d.holdOut, s.HoldOut)
}

// tested is the word for the pictures that a run is tested on.
func (d *dataFlags) tested() string {
	if d.holdOut > 0 {
		return "held-out"
	}
	return "test"
}

// source is where load found the pictures, for the record of a run.
func (d *dataFlags) source() rundir.Source {
	if d.own.path != "" {
		return rundir.Source{Set: d.from, LimitTrain: d.limitTrain, LimitTest: d.limitTest, HoldOut: d.holdOut}
	}
	return rundir.Source{Folder: d.from, LimitTrain: d.limitTrain, LimitTest: d.limitTest, HoldOut: d.holdOut}
}

// load reads a set, cuts it to the limits and holds pictures out.
func (d *dataFlags) load(name string) (train, test *data.Set, err error) {
	if train, test, err = d.loadAll(name); err != nil {
		return nil, nil, err
	}
	if train, err = d.limit(train, d.limitTrain, "--limit-train"); err != nil {
		return nil, nil, err
	}
	if n := d.holdOut; n < 0 || n >= train.Len() {
		return nil, nil, usage("--hold-out: %d is outside 0 to %d, as one picture at least must stay to train on", n, train.Len()-1)
	} else if n > 0 {
		train, test = train.First(train.Len()-n), train.Slice(train.Len()-n, train.Len())
	}
	test, err = d.limit(test, d.limitTest, "--limit-test")
	return train, test, err
}

// loadAll looks in the folder that was given, else in the run's, else in the usual
// one.
func (d *dataFlags) loadAll(name string) (train, test *data.Set, err error) {
	if d.ownFlag != "" {
		if err := d.own.parse(d.known(d.ownFlag)); err != nil {
			return nil, nil, err
		}
	}
	if d.own.path == "" && slices.Contains(data.Texts, name) {
		return d.loadText(name)
	}
	if d.own.path != "" || !slices.Contains(data.Names, name) {
		return d.loadOwn(name)
	}
	dir, lost := d.dir, ""
	if dir == "" {
		dir = d.kept
	}
	if d.from = builtIn; dir == builtIn {
		if train, test, err = open.LoadFS(assets.Data(), name); err == nil {
			err = d.same(train, dir, "")
		}
		return train, test, err
	}
	if dir != "" {
		switch why := d.folder(dir, name); {
		case why != nil && d.dir != "":
			return nil, nil, why
		case why != nil:
			dir, lost = "", dir
		}
	}
	if train, test, err = open.Load(dir, name); err != nil && lost != "" {
		return nil, nil, fmt.Errorf("the run's pictures were in %s, which is not there any more: give their folder with --data (%w)", lost, err)
	}
	if err != nil {
		return nil, nil, err
	}
	if err := d.same(train, dir, lost); err != nil {
		return nil, nil, err
	}
	if train.Note != "" {
		fmt.Fprintf(d.notes, "talbot: note: %s\n", train.Note)
	}
	d.from, err = filepath.Abs(dataDir(dir))
	return train, test, err
}

// loadText is loadAll for a text.
func (d *dataFlags) loadText(name string) (train, test *data.Set, err error) {
	dir := cmp.Or(d.dir, d.kept)
	if dir == builtIn {
		return nil, nil, fmt.Errorf("no text is built in: leave --data away, and get it with: talbot data get %s", name)
	}
	if train, test, err = open.LoadText(dir, name); err != nil {
		return nil, nil, err
	}
	if err := d.same(train, dir, ""); err != nil {
		return nil, nil, err
	}
	d.from, err = filepath.Abs(dataDir(dir))
	return train, test, err
}

// folder says what is wrong with a folder of data sets.
func (d *dataFlags) folder(dir, name string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("--data: there is no folder %s: fill it with: talbot data get %s --data %s", dir, name, errs.Word(dir))
	case err != nil:
		return fmt.Errorf("--data: cannot look into the folder: %w", err)
	case !info.IsDir():
		return fmt.Errorf("--data: %s is a file: give the folder that has the folder %s in it", dir, name)
	}
	if _, err := open.Find(os.DirFS(dir), name, open.TrainImages); err == nil {
		return nil
	}
	above := filepath.Dir(filepath.Clean(dir))
	if _, err := open.Find(os.DirFS(above), filepath.Base(dir), open.TrainImages); err == nil {
		return fmt.Errorf("--data: %s has the files of one set in it: give the folder above it, %s", dir, above)
	}
	return nil
}

// same checks that the pictures in dir are those that the run was trained on.
func (d *dataFlags) same(train *data.Set, dir, lost string) error {
	if d.run == nil || d.dir != "" {
		return nil
	}
	if n := d.run.Data.Train; n <= train.Len() && rundir.Describe(train.First(n), train).SHA256 == d.run.Data.SHA256 {
		return nil
	}
	in := dataDir(dir)
	if lost != "" {
		return fmt.Errorf("the run's pictures were in %s, which is not there any more, and those in %s are others: give their folder with --data", lost, in)
	}
	return fmt.Errorf("the run in %s was trained on other pictures than those in %s: give the folder of its own with --data", d.run.Path, in)
}

// changed tells whether a flag is on the command line.
func (d *dataFlags) changed(flag string) bool {
	return d.flags != nil && d.flags.Changed(strings.TrimPrefix(flag, "--"))
}

// limit is the first n pictures of s, as flag has it or the run that load works for.
func (d *dataFlags) limit(s *data.Set, n int, flag string) (*data.Set, error) {
	switch {
	case n == 0:
		return s, nil
	case n > s.Len() && d.kept != "" && !d.changed(flag):
		return nil, fmt.Errorf("the run uses the first %d pictures of %s (%s), and there are %d: give the folder of its own with --data", n, s.Name, flag, s.Len())
	case n < 1 || n > s.Len():
		return nil, usage("%s: %d is outside 1 to %d, the pictures of %s", flag, n, s.Len(), s.Name)
	}
	return s.First(n), nil
}
