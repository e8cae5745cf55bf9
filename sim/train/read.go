package train

import "talbot/sim/compute"

// together is how many numbers are read from a device at a time, in reads that are on their way together.
const together = 16 << 20

// read is what arrays hold. A device that works while the host does other things is asked for many at a time: in a browser
// each answer takes milliseconds.
func read(dev compute.Device, arrays []Array) ([]Values, error) {
	all := make([]Values, len(arrays))
	for i, a := range arrays {
		all[i] = Values{a.Name, a.Shape, make([]float32, a.Buffer.Spec().Len)}
	}
	later, works := dev.(compute.Later)
	if !works {
		for i, a := range arrays {
			if err := dev.Read(a.Buffer, 0, all[i].Data); err != nil {
				return nil, err
			}
		}
		return all, nil
	}
	gather, gathers := dev.(compute.Gathers)
	for from := 0; from < len(all); {
		end, numbers := from, 0
		for end < len(all) && (end == from || numbers+len(all[end].Data) <= together) {
			numbers += len(all[end].Data)
			end++
		}
		waits := make([]func([]float32) error, 0, end-from)
		for i := from; i < end; i++ {
			if gathers {
				gather.Gather(i < end-1)
			}
			wait, err := later.Later(arrays[i].Buffer, 0, len(all[i].Data))
			if err != nil {
				if gathers {
					gather.Gather(false)
				}
				return nil, err
			}
			waits = append(waits, wait)
		}
		for i, wait := range waits {
			if err := wait(all[from+i].Data); err != nil {
				return nil, err
			}
		}
		from = end
	}
	return all, nil
}
