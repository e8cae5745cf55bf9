// Talbot simulates, trains and runs optical neural networks from the terminal,
// and serves the page.
//
// One command is one file; root.go puts them together.
package main

import (
	"os"
)

func main() {
	os.Exit(talbot(os.Args[1:], os.Stdout, os.Stderr))
}
