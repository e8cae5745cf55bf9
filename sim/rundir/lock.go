package rundir

import "fmt"

// Lock keeps other programs from training in the folder until unlock is called or
// the program ends, however it ends. It leaves no file. Where the system cannot
// lock a folder, it does nothing.
func (d *Dir) Lock() (unlock func(), err error) {
	if unlock, d.unlock = d.unlock, nil; unlock != nil {
		return unlock, nil
	}
	unlock, busy := lockFolder(d.Path)
	if busy {
		return nil, fmt.Errorf("the run in %s is under way in another program: wait for it, or stop it first", d.Path)
	}
	return unlock, nil
}
