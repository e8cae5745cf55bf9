package compute

// together is how many numbers are read from a device at a time, in reads that are on their way together.
const together = 16 << 20

// ReadAll copies the first len(to[i]) float32 of each buffer from[i] into to[i]. A device that works while the host does
// other things is asked for many at a time: in a browser each answer takes milliseconds.
func ReadAll(dev Device, from []Buffer, to [][]float32) error {
	later, works := dev.(Later)
	if !works {
		for i, b := range from {
			if err := dev.Read(b, 0, to[i]); err != nil {
				return err
			}
		}
		return nil
	}
	for len(from) > 0 {
		n, numbers := 0, 0
		for n < len(from) && (n == 0 || numbers+len(to[n]) <= together) {
			numbers += len(to[n])
			n++
		}
		if err := readSome(dev, later, from[:n], to[:n]); err != nil {
			return err
		}
		from, to = from[n:], to[n:]
	}
	return nil
}

func readSome(dev Device, later Later, from []Buffer, to [][]float32) error {
	gather, gathers := dev.(Gathers)
	waits := make([]func([]float32) error, len(from))
	for i, b := range from {
		if gathers {
			gather.Gather(i < len(from)-1)
		}
		wait, err := later.Later(b, 0, len(to[i]))
		if err != nil {
			if gathers {
				gather.Gather(false)
			}
			return err
		}
		waits[i] = wait
	}
	for i, wait := range waits {
		if err := wait(to[i]); err != nil {
			return err
		}
	}
	return nil
}
