//go:build unix

package gige

import (
	"context"
	"net"
	"net/netip"
	"syscall"
)

// listen opens a UDP socket that shares its port: cameras of one machine, each with an address, all hear broadcasts.
func listen(at netip.AddrPort) (*net.UDPConn, error) {
	c := net.ListenConfig{Control: func(_, _ string, raw syscall.RawConn) error {
		var err error
		if e := raw.Control(func(fd uintptr) {
			err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1)
		}); e != nil {
			return e
		}
		return err
	}}
	p, err := c.ListenPacket(context.Background(), "udp4", at.String())
	if err != nil {
		return nil, err
	}
	return p.(*net.UDPConn), nil
}
