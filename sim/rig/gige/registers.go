package gige

import (
	"encoding/binary"
	"math"
	"net/netip"
)

// The registers that GigE Vision says, by address.
const (
	regVersion    = 0x0000
	regMode       = 0x0004
	regMACHigh    = 0x0008
	regMACLow     = 0x000c
	regIPOptions  = 0x0010
	regIPCurrent  = 0x0014
	regIP         = 0x0024
	regMask       = 0x0034
	regMaker      = 0x0048 // 32 bytes, as the next two
	regModel      = 0x0068
	regDevice     = 0x0088
	regInfo       = 0x00a8 // 48 bytes
	regSerial     = 0x00d8 // 16 bytes
	regURL        = 0x0200 // 512 bytes
	regInterfaces = 0x0600
	regStreams    = 0x0904
	regCapable    = 0x0934
	regHeartbeat  = 0x0938 // ms
	regTickHigh   = 0x093c
	regTickLow    = 0x0940
	regTick       = 0x0944 // 2 latches the time
	regTimeHigh   = 0x0948
	regTimeLow    = 0x094c
	regControl    = 0x0a00 // who controls the camera
	regPort       = 0x0d00 // where the stream goes
	regPacket     = 0x0d04
	regDelay      = 0x0d08 // between packets, in ticks
	regTo         = 0x0d18
	regFrom       = 0x0d1c
)

// The camera's own registers, which its GenICam description names, and where that description is.
const (
	regWidth = 0xa000 + 4*iota
	regHeight
	regX
	regY
	regFormat
	regAcquire // 1 begins, 0 ends
	regMany    // 0 for continuous, 1 for a single frame
	regTrigger // 1 for one at a time
	regBy      // what triggers: 0 for software
	regNow     // triggers
	regPayload
	regSensorX
	regSensorY
	regLocked // transport settings, while streaming
	regSpare
	regFix                  // of the rate
	regExposure    = 0xa100 // microseconds, as 8 bytes of floating point, as the next two
	regGain        = 0xa108 // dB
	regRate        = 0xa110
	regDescription = 0x10000
)

// What the camera answers when it does not do as it is asked.
const (
	okay         = 0
	notKnown     = 0x8001
	badValue     = 0x8002
	badAddress   = 0x8003
	readOnly     = 0x8004
	badAlignment = 0x8005
	denied       = 0x8006
)

// memory is the camera's registers: big-endian bytes.
type memory [0xb000]byte

func (m *memory) get(at int) uint32          { return binary.BigEndian.Uint32(m[at:]) }
func (m *memory) set(at int, v uint32)       { binary.BigEndian.PutUint32(m[at:], v) }
func (m *memory) float(at int) float64       { return math.Float64frombits(binary.BigEndian.Uint64(m[at:])) }
func (m *memory) setFloat(at int, v float64) { binary.BigEndian.PutUint64(m[at:], math.Float64bits(v)) }

// ticks are those of the camera's clock in a second.
const ticks = 1_000_000_000

// reset is the camera as it is when it gets power.
func (c *Camera) reset(ip netip.Addr) {
	m, o := &c.memory, c.o
	m.set(regVersion, 1<<16|2)
	m.set(regMode, 0x80000001) // big-endian, UTF-8
	m.set(regMACHigh, 0x0200)  // locally administered
	four := ip.As4()
	m.set(regMACLow, binary.BigEndian.Uint32(four[:]))
	m.set(regIPOptions, 0x6)
	m.set(regIPCurrent, 0x6)
	m.set(regIP, binary.BigEndian.Uint32(four[:]))
	m.set(regMask, 0xffffff00)
	copy(m[regMaker:], "Talbot")
	copy(m[regModel:regModel+31], o.Name)
	copy(m[regDevice:], "1")
	copy(m[regInfo:], "a camera that is a program")
	copy(m[regSerial:regSerial+15], o.Serial)
	copy(m[regURL:], url(len(c.xml)))
	m.set(regInterfaces, 1)
	m.set(regStreams, 1)
	m.set(regCapable, 0x7) // resends packets, writes memory, and several registers at once
	m.set(regHeartbeat, 3000)
	m.set(regTickLow, ticks)
	m.set(regPacket, 1400)
	m.set(regWidth, uint32(o.Nx))
	m.set(regHeight, uint32(o.Ny))
	m.set(regSensorX, uint32(o.Nx))
	m.set(regSensorY, uint32(o.Ny))
	m.set(regFormat, uint32(o.Formats[0]))
	m.setFloat(regExposure, max(o.MinExposure, min(o.MaxExposure, 1e-3))*1e6)
	m.setFloat(regRate, o.MaxRate)
}

// settings are those of the next picture.
func (c *Camera) settings() Settings {
	m := &c.memory
	return Settings{int(m.get(regX)), int(m.get(regY)), int(m.get(regWidth)), int(m.get(regHeight)), Format(m.get(regFormat)), m.float(regExposure) / 1e6, m.float(regGain)}
}

// write puts what a client gives into the memory, and answers as the standard says. Nothing changes when a value is not
// one that the camera can have.
func (c *Camera) write(at int, b []byte) int {
	m, before := &c.memory, c.memory
	if at%4 != 0 || len(b)%4 != 0 {
		return badAlignment
	}
	if at < 0 || at+len(b) > len(m) {
		return badAddress
	}
	switch {
	case at == regExposure, at == regGain, at == regRate:
		if len(b) != 8 {
			return badValue
		}
	case len(b) != 4:
		return badAddress
	}
	copy(m[at:], b)
	s := c.settings()
	good, own := true, true
	switch at {
	case regWidth, regHeight, regX, regY:
		good = !c.running && s.Nx > 0 && s.Ny > 0 && s.X >= 0 && s.Y >= 0 && s.X+s.Nx <= c.o.Nx && s.Y+s.Ny <= c.o.Ny
	case regFormat:
		good = false
		for _, f := range c.o.Formats {
			good = good || f == s.Format && !c.running
		}
	case regExposure:
		good = s.Exposure >= c.o.MinExposure && s.Exposure <= c.o.MaxExposure
	case regGain:
		good = s.Gain >= 0 && s.Gain <= c.o.MaxGain
	case regRate:
		good = m.float(regRate) > 0 && m.float(regRate) <= c.o.MaxRate
	case regAcquire:
		c.running = m.get(regAcquire) != 0
		c.triggers = 0
		c.poke()
	case regNow:
		if m.get(regTrigger) == 0 || !c.running {
			good = false
			break
		}
		c.triggers++
		c.poke()
	case regTick:
		if m.get(regTick)&2 != 0 {
			now := c.clock()
			m.set(regTimeHigh, uint32(now>>32))
			m.set(regTimeLow, uint32(now))
		}
	case regPacket:
		v := m.get(regPacket)
		size := v & 0xffff
		good = size >= 576 && size <= 16000
		if good && v>>31 == 1 {
			c.probe(int(size))
		}
		m.set(regPacket, v&0x3fffffff)
	case regMany, regTrigger, regBy, regHeartbeat, regControl, regPort, regDelay, regTo, regLocked, regFix:
	default:
		own = false
	}
	if !own || !good {
		c.memory = before
		if own {
			return badValue
		}
		return readOnly
	}
	return okay
}

// poke lets the acquisition look again.
func (c *Camera) poke() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}
