package train

import "talbot/sim/compute"

// read is what arrays hold.
func read(dev compute.Device, arrays []Array) ([]Values, error) {
	all, from, to := make([]Values, len(arrays)), make([]compute.Buffer, len(arrays)), make([][]float32, len(arrays))
	for i, a := range arrays {
		from[i], to[i] = a.Buffer, make([]float32, a.Buffer.Spec().Len)
		all[i] = Values{a.Name, a.Shape, to[i]}
	}
	return all, compute.ReadAll(dev, from, to)
}
