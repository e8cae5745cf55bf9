// Package display ends the program with one clear line when there is no display.
//
// On Linux ebiten opens the display while it is initialised, and panics when it
// cannot, before main runs. Go initialises packages whose imports are ready in the
// order of their import paths, so a package that imports only syscall comes
// before ebiten, which needs many more. A program or test that imports ebiten
// imports this package for its effect.
package display
