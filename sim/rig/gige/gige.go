// Package gige is a GigE Vision camera that a program is, for all who speak that protocol: it is found, described
// by GenICam, set, triggered, watched by heartbeat, and streams pictures that a function of Go gives. Behind it a
// simulated bench is seen as a real one would be, by the driver for real cameras, and transport can be made to fail.
//
// It speaks version 1.2: GVCP on UDP port 3956, GVSP with block numbers of 16 bits that go from 65535 to 1, and packets
// that are sent again on request. How far it is verified: by tests against Aravis 0.8.26, on the loopback interface.
package gige

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Format is a pixel format's code of the Pixel Format Naming Convention.
type Format uint32

// The formats that the camera has. Those of more than 8 bits take two bytes a pixel, low byte first.
const (
	Mono8  Format = 0x01080001
	Mono10 Format = 0x01100003
	Mono12 Format = 0x01100005
	Mono14 Format = 0x01100025
	Mono16 Format = 0x01100007
)

// Formats are all of them, by name and bits.
var Formats = []struct {
	Format Format
	Name   string
	Bits   int
}{{Mono8, "Mono8", 8}, {Mono10, "Mono10", 10}, {Mono12, "Mono12", 12}, {Mono14, "Mono14", 14}, {Mono16, "Mono16", 16}}

// Bits is how many bits a count has; 0 for an unknown format.
func (f Format) Bits() int {
	for _, k := range Formats {
		if k.Format == f {
			return k.Bits
		}
	}
	return 0
}

func (f Format) bytes() int {
	if f == Mono8 {
		return 1
	}
	return 2
}

// Settings are how a picture is to be taken.
type Settings struct {
	X, Y, Nx, Ny int // the region of the sensor
	Format       Format
	Exposure     float64 // s
	Gain         float64 // dB
}

// Source gives the picture of an exposure that begins now: Ny rows of Nx counts from 0 to 2^Bits - 1, those above being cut. It may
// take its time, and the next exposure begins no sooner. An error is a picture that is never sent.
type Source func(s Settings) ([]uint16, error)

// Fault is what happens to a frame on its way.
type Fault int

const (
	Sound   Fault = iota
	Lost          // no packet of it arrives; its number is used up
	Cut           // its last packets are lost, and are not sent again
	Twice         // all of its packets arrive twice
	Late          // it arrives after Options.Delay
	Resent        // every seventh packet is lost at first, and sent again on request
	Shuffle       // its packets arrive from the last to the first, its leader still before them
)

// Options are what the camera is.
type Options struct {
	Address      string // of the interface to serve on, such as 127.0.0.1
	Name, Serial string // the model's name, and the camera's own
	Nx, Ny       int    // of the sensor
	Formats      []Format
	MinExposure  float64 // s
	MaxExposure  float64
	MaxGain      float64              // dB
	MaxRate      float64              // frames a second
	HighFirst    bool                 // two-byte counts have their high byte first, as some cameras have it
	First        uint16               // number of the first block; 0 for 1
	Fault        func(n uint64) Fault // of the nth frame since the camera is there, from 0; nil for none
	Delay        time.Duration        // see Late
}

// Camera is one that is being served.
type Camera struct {
	o       Options
	source  Source
	control *net.UDPConn
	lock    net.Listener // so that no second camera takes this one's packets
	find    *net.UDPConn // hears broadcasts; nil where that is not to be had
	stream  *net.UDPConn
	xml     []byte
	began   time.Time
	done    chan struct{}
	busy    sync.WaitGroup

	mu         sync.Mutex
	memory     memory
	controller netip.AddrPort // the zero value for none
	heard      time.Time      // from the controller
	running    bool
	wake       chan struct{} // begin, stop or trigger
	triggers   int
	sent       []block // that can be sent again
	frames     uint64
	number     uint16
}

// Port is where GigE Vision cameras listen.
const Port = 3956

// Serve begins to be a camera.
func Serve(o Options, source Source) (*Camera, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	ip, err := netip.ParseAddr(o.Address)
	if err != nil || !ip.Is4() {
		return nil, fmt.Errorf("gige: %q is no address of an interface: want one like 127.0.0.1", o.Address)
	}
	c := &Camera{o: o, source: source, began: time.Now(), done: make(chan struct{}), wake: make(chan struct{}, 1), number: max(o.First, 1)}
	if c.lock, err = net.Listen("tcp4", netip.AddrPortFrom(ip, Port).String()); err != nil {
		return nil, fmt.Errorf("gige: cannot be a camera on %s, as another may be there: %w", o.Address, err)
	}
	if c.control, err = listen(netip.AddrPortFrom(ip, Port)); err != nil {
		c.lock.Close()
		return nil, fmt.Errorf("gige: cannot listen on %s: %w", o.Address, err)
	}
	if c.stream, err = listen(netip.AddrPortFrom(ip, 0)); err != nil {
		c.lock.Close()
		c.control.Close()
		return nil, fmt.Errorf("gige: cannot stream from %s: %w", o.Address, err)
	}
	c.find, _ = listen(netip.AddrPortFrom(netip.IPv4Unspecified(), Port)) // without it the camera is opened by address
	c.xml = o.describe()
	c.reset(ip)
	c.busy.Add(2)
	go c.answer(c.control)
	go c.acquire()
	if c.find != nil {
		c.busy.Add(1)
		go c.answer(c.find)
	}
	return c, nil
}

func (o *Options) check() error {
	if o.Nx < 1 || o.Ny < 1 || o.Nx > 1<<15 || o.Ny > 1<<15 {
		return fmt.Errorf("gige: a sensor of %d x %d pixels cannot be: want from 1 to 32768 a side", o.Nx, o.Ny)
	}
	if !(o.MinExposure > 0 && o.MaxExposure >= o.MinExposure) || !(o.MaxGain >= 0) || !(o.MaxRate > 0) {
		return errors.New("gige: want exposures above 0 s, a gain of 0 dB or more and a rate above 0")
	}
	if len(o.Formats) == 0 {
		return errors.New("gige: a camera wants a pixel format at least")
	}
	for _, f := range o.Formats {
		if f.Bits() == 0 {
			return fmt.Errorf("gige: %#x is no pixel format of this camera", uint32(f))
		}
	}
	if len(o.Name) == 0 || len(o.Name) > 31 || len(o.Serial) == 0 || len(o.Serial) > 15 {
		return fmt.Errorf("gige: the name %q wants 1 to 31 letters, and the serial number %q 1 to 15", o.Name, o.Serial)
	}
	return nil
}

// Close goes away, as a camera does that is unplugged: it tells nobody.
func (c *Camera) Close() error {
	select {
	case <-c.done:
		return nil
	default:
	}
	close(c.done)
	c.control.Close()
	if c.find != nil {
		c.find.Close()
	}
	c.busy.Wait()
	c.lock.Close()
	return c.stream.Close()
}

// Frames is how many exposures there have been.
func (c *Camera) Frames() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.frames
}
