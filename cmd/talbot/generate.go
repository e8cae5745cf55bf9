package main

import (
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"talbot/sim/rundir"
	"talbot/sim/system/language"
)

func (a *app) generate() *cobra.Command {
	var pictures dataFlags
	var device deviceFlags
	tokens, temperature, seed := 300, 0.8, 1
	cmd := &cobra.Command{
		Use:   "generate RUN [TEXT]",
		Short: "let a language model of a run go on with a text",
		Long: `Writes a text and what the language model of a run makes follow: token by token,
each drawn from what the model takes for likely. Without a TEXT it begins with a
new line. What is no character is written as \xNN. Ctrl-C ends it.

A low --temperature prefers what is likely, 0 takes the likeliest alone; the same
--seed gives the same text.

Pictures that a run makes of noise are drawn by: talbot figure RUN --kind panels`,
		Example: "  talbot generate runs/mine \"In the beginning\"\n  talbot generate runs/mine --tokens 1000 --temperature 0.5",
		Args:    atLeast(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := stoppable(cmd.Context())
			defer stop()
			text := "\n"
			if len(args) > 1 && args[1] != "" {
				text = args[1]
			}
			switch {
			case len(args) > 2:
				return usage("%d texts are given: write the one to go on with in quotation marks", len(args)-1)
			case tokens < 1 || tokens > 1e6:
				return usage("--tokens: %d is outside 1 to 1000000", tokens)
			case !(temperature >= 0 && temperature <= 100):
				return usage("--temperature: %v is outside 0 to 100", temperature)
			}
			dir, err := rundir.Open(args[0])
			if err != nil {
				return err
			}
			if _, ok := dir.Config.(*language.Config); !ok {
				return usage("%s is a run of %s, which does not learn a text: generate is for language models, such as dfa-lm-small", args[0], dir.Preset)
			}
			dev, err := device.open()
			if err != nil {
				return err
			}
			defer dev.Close()
			t, _, err := openRun(dir, &pictures, dev)
			if err != nil {
				return err
			}
			made, waits := "", ""
			err = language.Of(t).GoOn([]byte(text), tokens, temperature, seed, func(token string) bool {
				made += token
				if waits += token; !a.json && utf8.FullRuneInString(waits) {
					fmt.Fprint(a.out, language.Readable(text+waits))
					text, waits = "", ""
				}
				return ctx.Err() == nil
			})
			if err != nil {
				return err
			}
			if a.json {
				return a.write(struct {
					Event       string  `json:"event"`
					Text        string  `json:"text"`
					Made        string  `json:"made"`
					Temperature float64 `json:"temperature"`
					Seed        int     `json:"seed"`
				}{"done", text, language.Readable(made), temperature, seed})
			}
			_, err = fmt.Fprintln(a.out, language.Readable(text+waits))
			return err
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.IntVar(&tokens, "tokens", tokens, "make `n` tokens")
	f.Float64Var(&temperature, "temperature", temperature, "how freely tokens are drawn, a number `x` from 0 on")
	f.IntVar(&seed, "seed", seed, "number `n` that the draws come from")
	pictures.add(a, f)
	pictures.notes = io.Discard // what is held out of the text is no matter here
	device.add(f)
	return cmd
}
