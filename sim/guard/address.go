package guard

import (
	"crypto/tls"
	"fmt"
	"net"
)

// Loopback tells whether only this machine can reach a host.
func Loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Closed tells whether what listens on host is for this machine alone, or wants both a token
// and TLS of those who come.
func Closed(host, token string, t *tls.Config) bool {
	return Loopback(host) || token != "" && t != nil
}

// Reach is an error when others could reach addr, host:port, unasked; flag is what gave addr,
// and what is served there.
func Reach(flag, addr, what, token string, t *tls.Config) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("%s: %q is not host:port, such as 127.0.0.1:4222", flag, addr)
	}
	if !Closed(host, token, t) {
		return fmt.Errorf("%s: %s can be reached from other machines, where %s wants a token and TLS: give --token-file and --tls", flag, addr, what)
	}
	return nil
}
