// Package assets holds the small files that Talbot ships: its own folder, as the
// page fetches it, and embedded here for native programs and tests.
package assets

import (
	"embed"
	"io/fs"
)

// FS is the embedded part of this folder.
//
//go:embed data masks curves
var FS embed.FS

// Data is a file system of small data sets, "mnist" and "fashion-mnist": some
// thousand pictures each, equally many of each class; sim/data/pack makes them.
// Package open reads them: open.LoadFS(assets.Data(), "mnist").
func Data() fs.FS {
	sub, err := fs.Sub(FS, "data")
	if err != nil {
		panic("assets: " + err.Error()) // the name is a constant, so it is valid
	}
	return sub
}
