// Package schedulers holds what talbot submit prints for schedulers against the schedulers
// themselves. It is a module of its own: the types of Kubernetes bring sixteen modules, which no
// other part of talbot wants.
package schedulers
