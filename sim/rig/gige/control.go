package gige

import (
	"encoding/binary"
	"net"
	"net/netip"
	"time"
)

// Commands of GVCP; the answer to each has the next number.
const (
	discover = 0x0002
	resend   = 0x0040
	readReg  = 0x0080
	writeReg = 0x0082
	readMem  = 0x0084
	writeMem = 0x0086
)

// answer reads commands from a socket until it is closed.
func (c *Camera) answer(on *net.UDPConn) {
	defer c.busy.Done()
	b := make([]byte, 2048)
	for {
		n, from, err := on.ReadFromUDPAddrPort(b)
		if err != nil {
			select {
			case <-c.done:
				return
			case <-time.After(10 * time.Millisecond): // an ICMP message of a client that went away
				continue
			}
		}
		from = netip.AddrPortFrom(from.Addr().Unmap(), from.Port())
		if n < 8 || b[0] != 0x42 {
			continue
		}
		command, length, id := int(binary.BigEndian.Uint16(b[2:])), int(binary.BigEndian.Uint16(b[4:])), binary.BigEndian.Uint16(b[6:])
		if n < 8+length || on == c.find && command != discover {
			continue
		}
		status, out := c.obey(from, command, b[8:8+length])
		if command == resend || b[1]&1 == 0 && command != discover { // no answer is wanted
			continue
		}
		reply := make([]byte, 8+len(out))
		binary.BigEndian.PutUint16(reply[0:], uint16(status))
		binary.BigEndian.PutUint16(reply[2:], uint16(command+1))
		binary.BigEndian.PutUint16(reply[4:], uint16(len(out)))
		binary.BigEndian.PutUint16(reply[6:], id)
		copy(reply[8:], out)
		c.control.WriteToUDPAddrPort(reply, from)
	}
}

// obey does one command.
func (c *Camera) obey(from netip.AddrPort, command int, in []byte) (status int, out []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.watch(time.Now())
	if from == c.controller {
		c.heard = time.Now()
	}
	switch command {
	case discover:
		return okay, append([]byte(nil), c.memory[:0xf8]...)
	case readReg:
		for ; len(in) >= 4; in = in[4:] {
			v, ok := c.read(int(binary.BigEndian.Uint32(in)), 4)
			if !ok {
				return badAddress, out
			}
			out = append(out, v...)
		}
		return okay, out
	case readMem:
		if len(in) < 8 {
			return badValue, nil
		}
		at, n := int(binary.BigEndian.Uint32(in)), int(binary.BigEndian.Uint16(in[6:]))
		v, ok := c.read(at, n)
		if !ok {
			return badAddress, nil
		}
		return okay, append(append(out, in[:4]...), v...)
	case writeReg:
		done := uint16(0)
		for ; len(in) >= 8 && status == okay; in = in[8:] {
			if status = c.claim(from, int(binary.BigEndian.Uint32(in)), in[4:8]); status == okay {
				done++
			}
		}
		return status, binary.BigEndian.AppendUint16([]byte{0, 0}, done)
	case writeMem:
		if len(in) < 8 {
			return badValue, nil
		}
		status = c.claim(from, int(binary.BigEndian.Uint32(in)), in[4:])
		n := uint16(len(in) - 4)
		if status != okay {
			n = 0
		}
		return status, binary.BigEndian.AppendUint16([]byte{0, 0}, n)
	case resend:
		if len(in) >= 12 && from.Addr() == c.controller.Addr() { // the stream asks, by its own socket
			c.again(binary.BigEndian.Uint16(in[2:]), int(binary.BigEndian.Uint32(in[4:])&0xffffff), int(binary.BigEndian.Uint32(in[8:])&0xffffff))
		}
		return okay, nil
	}
	return notKnown, nil
}

// claim writes for who may: one client has control, and others are told so.
func (c *Camera) claim(from netip.AddrPort, at int, b []byte) int {
	if c.controller.IsValid() && from != c.controller {
		return denied
	}
	if at == regControl && len(b) == 4 {
		if binary.BigEndian.Uint32(b) != 0 {
			c.controller, c.heard = from, time.Now()
		} else {
			c.release()
		}
		c.memory.set(regControl, binary.BigEndian.Uint32(b))
		return okay
	}
	if !c.controller.IsValid() {
		return denied
	}
	return c.write(at, b)
}

// watch takes control from a client that has not been heard.
func (c *Camera) watch(now time.Time) {
	if c.controller.IsValid() && now.Sub(c.heard) > time.Duration(c.memory.get(regHeartbeat))*time.Millisecond {
		c.release()
	}
}

// release ends control, and the stream with it.
func (c *Camera) release() {
	c.controller, c.running = netip.AddrPort{}, false
	c.memory.set(regControl, 0)
	c.memory.set(regPort, 0)
	c.memory.set(regAcquire, 0)
	c.memory.set(regLocked, 0)
	c.poke()
}

// read is so many bytes of the memory or of the description.
func (c *Camera) read(at, n int) ([]byte, bool) {
	switch end := at + n; {
	case at >= regDescription && end <= regDescription+(len(c.xml)+3)/4*4:
		b := make([]byte, n)
		copy(b, c.xml[min(at-regDescription, len(c.xml)):])
		return b, true
	case at >= 0 && n >= 0 && end <= len(c.memory):
		c.memory.set(regPayload, uint32(c.payload()))
		return append([]byte(nil), c.memory[at:end]...), true
	}
	return nil, false
}

// payload is the bytes of a picture.
func (c *Camera) payload() int {
	s := c.settings()
	return s.Nx * s.Ny * s.Format.bytes()
}

// clock is the camera's time, in ticks.
func (c *Camera) clock() uint64 { return uint64(time.Since(c.began)) }
