package main

import (
	"fmt"

	"talbot/sim/optics/npy"
)

// readNPY reads a file whose values are exactly of type T.
func readNPY[T uint8 | uint16 | float32](b []byte) ([]int, []T, error) {
	a, err := npy.Read(b)
	if err != nil {
		return nil, nil, err
	}
	v := npy.Values[T](a)
	if !npy.Same(a, a.Shape, v) {
		return nil, nil, fmt.Errorf("values of type %s, want %T", a.Type(), v)
	}
	return a.Shape, v, nil
}
