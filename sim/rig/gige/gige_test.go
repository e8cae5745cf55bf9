//go:build linux

package gige

import (
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"
)

// address is one of this process's own, so that tests may run side by side.
var address = fmt.Sprintf("127.%d.%d.1", 100+os.Getpid()>>8&127, os.Getpid()&255)

func options() Options {
	return Options{Address: address, Name: `A "<&>" B`, Serial: "1", Nx: 8, Ny: 4, Formats: []Format{Mono8, Mono12}, MinExposure: 1e-4, MaxExposure: 0.1, MaxGain: 6, MaxRate: 50}
}

func dark(s Settings) ([]uint16, error) { return make([]uint16, s.Nx*s.Ny), nil }

// The description is XML in which each value that is named is there.
func TestDescription(t *testing.T) {
	o := options()
	d := xml.NewDecoder(strings.NewReader(string(o.describe())))
	names, wanted := map[string]bool{}, []string{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range e.Attr {
			if a.Name.Local == "Name" {
				names[a.Value] = true
			}
		}
		switch e.Name.Local {
		case "pValue", "pFeature", "pMax", "pPort":
			var text string
			if err := d.DecodeElement(&text, &e); err != nil {
				t.Fatal(err)
			}
			wanted = append(wanted, text)
		}
	}
	for _, w := range wanted {
		if !names[w] {
			t.Errorf("%s is named and not there", w)
		}
	}
	if len(wanted) < 50 {
		t.Errorf("only %d values are named", len(wanted))
	}
}

// client speaks to the camera by bytes alone.
type client struct {
	t *testing.T
	*net.UDPConn
	id uint16
}

func (c *client) ask(command uint16, in ...uint32) (status uint16, out []byte) {
	c.t.Helper()
	c.id++
	b := []byte{0x42, 1}
	for _, v := range []uint16{command, uint16(4 * len(in)), c.id} {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	for _, v := range in {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	if _, err := c.Write(b); err != nil {
		c.t.Fatal(err)
	}
	r := make([]byte, 1000)
	c.SetReadDeadline(time.Now().Add(5 * time.Second))
	n, err := c.Read(r)
	if err != nil {
		c.t.Fatal(err)
	}
	if got := binary.BigEndian.Uint16(r[6:]); got != c.id || binary.BigEndian.Uint16(r[2:]) != command+1 {
		c.t.Fatalf("command %#x number %d is answered by %#x number %d", command, c.id, binary.BigEndian.Uint16(r[2:]), got)
	}
	return binary.BigEndian.Uint16(r), r[8:n]
}

func dial(t *testing.T) *client {
	t.Helper()
	u, err := net.DialUDP("udp4", nil, &net.UDPAddr{IP: net.ParseIP(address), Port: Port})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { u.Close() })
	return &client{t: t, UDPConn: u}
}

// One client controls the camera; it loses that when it is silent for the heartbeat. Whoever writes without is told so, and
// a value out of range changes nothing.
func TestControl(t *testing.T) {
	c, err := Serve(options(), dark)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := Serve(options(), dark); err == nil {
		t.Error("two cameras have one address")
	}
	a, b := dial(t), dial(t)
	if s, _ := a.ask(writeReg, regWidth, 4); s != denied {
		t.Errorf("without control a write gives %#x", s)
	}
	if s, _ := a.ask(writeReg, regControl, 2, regHeartbeat, 60000, regWidth, 4); s != okay {
		t.Errorf("control gives %#x", s)
	}
	if s, _ := b.ask(writeReg, regControl, 2); s != denied {
		t.Errorf("a second client's claim gives %#x", s)
	}
	for _, w := range [][2]uint32{{regWidth, 9}, {regHeight, 0}, {regX, 5}, {regFormat, uint32(Mono16)}, {regPacket, 100}} {
		if s, _ := a.ask(writeReg, w[0], w[1]); s != badValue {
			t.Errorf("%d in register %#x gives %#x", w[1], w[0], s)
		}
	}
	for at, want := range map[uint32]uint16{0x0048: readOnly, 0xa002: badAlignment, 0xfffff0: badAddress} {
		if s, _ := a.ask(writeReg, at, 1); s != want {
			t.Errorf("a write at %#x gives %#x, want %#x", at, s, want)
		}
	}
	if s, v := b.ask(readReg, regWidth, regHeight); s != okay || binary.BigEndian.Uint32(v) != 4 || binary.BigEndian.Uint32(v[4:]) != 4 {
		t.Errorf("the region reads %x with %#x", v, s)
	}
	if s, _ := a.ask(writeReg, regHeartbeat, 500); s != okay {
		t.Errorf("another heartbeat gives %#x", s)
	}
	time.Sleep(600 * time.Millisecond)
	if s, _ := b.ask(writeReg, regControl, 2); s != okay {
		t.Errorf("behind the heartbeat another client's claim gives %#x", s)
	}
}

func TestOptions(t *testing.T) {
	for what, spoil := range map[string]func(*Options){
		"address": func(o *Options) { o.Address = "nowhere" }, "pixels": func(o *Options) { o.Nx = 0 }, "exposures": func(o *Options) { o.MinExposure = 0 },
		"format": func(o *Options) { o.Formats = []Format{7} }, "name": func(o *Options) { o.Name = "" },
	} {
		o := options()
		spoil(&o)
		if _, err := Serve(o, dark); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
