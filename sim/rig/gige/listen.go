//go:build !unix

package gige

import (
	"net"
	"net/netip"
)

// listen opens a UDP socket.
func listen(at netip.AddrPort) (*net.UDPConn, error) {
	return net.ListenUDP("udp4", net.UDPAddrFromAddrPort(at))
}
