package gige

import (
	"encoding/binary"
	"net/netip"
	"time"
)

// block is a frame as packets: its leader, its pixels, its trailer.
type block struct {
	number  uint16
	packets [][]byte
	fault   Fault
}

// kept is how many frames can be sent again.
const kept = 4

// acquire takes pictures while it is told to.
func (c *Camera) acquire() {
	defer c.busy.Done()
	next := time.Now()
	for {
		c.mu.Lock()
		c.watch(time.Now())
		m := &c.memory
		ready := c.running && (m.get(regTrigger) == 0 || c.triggers > 0)
		if m.get(regTrigger) == 0 && ready {
			if wait := time.Until(next); wait > 0 {
				c.mu.Unlock()
				if !c.sleep(wait) {
					return
				}
				continue
			}
		}
		if !ready {
			c.mu.Unlock()
			select {
			case <-c.done:
				return
			case <-c.wake:
			case <-time.After(100 * time.Millisecond): // for the heartbeat
			}
			next = time.Now()
			continue
		}
		if c.triggers > 0 {
			c.triggers--
		}
		s, began := c.settings(), time.Now()
		stamp := c.clock()
		next = began.Add(time.Duration(float64(time.Second) / m.float(regRate)))
		c.mu.Unlock()

		counts, err := c.source(s)
		if rest := time.Duration(s.Exposure*float64(time.Second)) - time.Since(began); rest > 0 {
			select {
			case <-c.done:
				return
			case <-time.After(rest):
			}
		}
		c.mu.Lock()
		n := c.frames
		c.frames++
		number := c.number
		if c.number++; c.number == 0 {
			c.number = 1
		}
		if m.get(regMany) == 1 {
			c.running = false
			m.set(regAcquire, 0)
		}
		size, port := int(m.get(regPacket)&0xffff), uint16(m.get(regPort))
		var ip [4]byte
		binary.BigEndian.PutUint32(ip[:], m.get(regTo))
		delay := time.Duration(m.get(regDelay))
		to := netip.AddrPortFrom(netip.AddrFrom4(ip), port)
		c.mu.Unlock()
		if err != nil || port == 0 || len(counts) != s.Nx*s.Ny {
			continue
		}
		b := block{number: number, packets: c.cut(number, stamp, s, counts, size)}
		if c.o.Fault != nil {
			b.fault = c.o.Fault(n)
		}
		c.send(b, to, delay)
	}
}

// sleep waits, unless something changes before; it is false when the camera goes away.
func (c *Camera) sleep(d time.Duration) bool {
	select {
	case <-c.done:
		return false
	case <-c.wake:
	case <-time.After(d):
	}
	return true
}

// header is how every packet of a stream begins.
func header(number uint16, kind byte, at int) []byte {
	b := make([]byte, 8, 48)
	binary.BigEndian.PutUint16(b[2:], number)
	binary.BigEndian.PutUint32(b[4:], uint32(kind)<<24|uint32(at))
	return b
}

// Kinds of packets.
const (
	leader  = 1
	trailer = 2
	pixels  = 3
)

// cut makes the packets of a picture, none longer than size with its headers of IP and UDP.
func (c *Camera) cut(number uint16, stamp uint64, s Settings, counts []uint16, size int) [][]byte {
	be := binary.BigEndian
	first := header(number, leader, 0)
	first = be.AppendUint32(first, 1) // an image
	first = be.AppendUint64(first, stamp)
	for _, v := range []int{int(s.Format), s.Nx, s.Ny, s.X, s.Y, 0} {
		first = be.AppendUint32(first, uint32(v))
	}
	raw := make([]byte, 0, len(counts)*s.Format.bytes())
	top := uint16(1<<s.Format.Bits() - 1)
	for _, v := range counts {
		switch v = min(v, top); {
		case s.Format == Mono8:
			raw = append(raw, byte(v))
		case c.o.HighFirst:
			raw = be.AppendUint16(raw, v)
		default:
			raw = binary.LittleEndian.AppendUint16(raw, v)
		}
	}
	all := [][]byte{first}
	for room := size - 36; len(raw) > 0; {
		n := min(room, len(raw))
		all = append(all, append(header(number, pixels, len(all)), raw[:n]...))
		raw = raw[n:]
	}
	last := be.AppendUint32(header(number, trailer, len(all)), 1)
	return append(all, be.AppendUint32(last, uint32(s.Ny)))
}

// send puts a frame on its way, with what happens to it there.
func (c *Camera) send(b block, to netip.AddrPort, delay time.Duration) {
	c.mu.Lock()
	if c.sent = append(c.sent, b); len(c.sent) > kept {
		c.sent = c.sent[1:]
	}
	c.mu.Unlock()
	if b.fault == Lost {
		return
	}
	if b.fault == Late {
		select {
		case <-c.done:
			return
		case <-time.After(c.o.Delay):
		}
	}
	times := 1
	if b.fault == Twice {
		times = 2
	}
	for range times {
		for i := range b.packets {
			k := i
			if b.fault == Shuffle && i > 0 {
				k = len(b.packets) - i
			}
			if b.fault == Resent && k%7 == 3 || b.fault == Cut && k >= lastGood(b) {
				continue
			}
			c.stream.WriteToUDPAddrPort(b.packets[k], to)
			if delay > 0 {
				time.Sleep(delay)
			}
		}
	}
}

// lastGood is the first packet of a cut frame that is lost.
func lastGood(b block) int { return max(2, len(b.packets)*3/4) }

// again sends packets again that a client misses.
func (c *Camera) again(number uint16, from, to int) {
	var ip [4]byte
	binary.BigEndian.PutUint32(ip[:], c.memory.get(regTo))
	at := netip.AddrPortFrom(netip.AddrFrom4(ip), uint16(c.memory.get(regPort)))
	for _, b := range c.sent {
		if b.number != number || b.fault == Lost || b.fault == Cut {
			continue
		}
		for k := from; k <= min(to, len(b.packets)-1); k++ {
			c.stream.WriteToUDPAddrPort(b.packets[k], at)
		}
	}
}

// probe sends a packet of a size to the stream's port, by which a client finds out what the way can carry.
func (c *Camera) probe(size int) {
	var ip [4]byte
	binary.BigEndian.PutUint32(ip[:], c.memory.get(regTo))
	if port := uint16(c.memory.get(regPort)); port != 0 && size > 28 {
		c.stream.WriteToUDPAddrPort(make([]byte, size-28), netip.AddrPortFrom(netip.AddrFrom4(ip), port))
	}
}
