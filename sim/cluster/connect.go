//go:build !js

package cluster

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// Connect connects to the hub at a URL, such as nats://127.0.0.1:4222. A connection that breaks
// is made again, for as long as it takes.
func Connect(hub, token string, t *tls.Config) (*Queue, error) {
	opts := []nats.Option{nats.MaxReconnects(-1), nats.ReconnectWait(200 * time.Millisecond), nats.ReconnectJitter(100*time.Millisecond, 100*time.Millisecond), nats.PingInterval(5 * time.Second), nats.MaxPingsOutstanding(2)}
	if token != "" {
		opts = append(opts, nats.Token(token))
	}
	if t != nil {
		opts = append(opts, nats.Secure(t))
	}
	nc, err := nats.Connect(hub, opts...)
	if err != nil {
		if u, bad := url.Parse(hub); bad == nil && u.Hostname() != "" {
			if _, unknown := net.LookupHost(u.Hostname()); unknown != nil { // of which NATS says only that there is no server
				return nil, fmt.Errorf("cannot reach a hub at %s: nobody here knows the name %s: give the hub's address in place of its name, such as nats://192.168.1.5:4222", hub, u.Hostname())
			}
		}
		return nil, fmt.Errorf("cannot reach a hub at %s: %w: %s", hub, err, remedy(err, token != ""))
	}
	return newQueue(nc)
}

// remedy says what to do where a hub lets nobody in; given tells whether it got a token.
func remedy(err error, given bool) string {
	text := err.Error()
	var signer x509.UnknownAuthorityError
	switch {
	case (errors.Is(err, nats.ErrAuthorization) || strings.Contains(strings.ToLower(text), "authorization violation")) && given:
		return "the token is not the hub's: copy the file that talbot hub --token-file has there anew"
	case errors.Is(err, nats.ErrAuthorization):
		return "give its token with --token-file, or in $TALBOT_TOKEN"
	case errors.As(err, &signer) || strings.Contains(text, "unknown authority"):
		return "give a copy of its certificate with --ca; a talbot hub with --tls keeps it as tls/cert.pem in its folder"
	case strings.Contains(text, "x509: certificate is valid for"):
		return "use a name or an address of the hub that its certificate has"
	case strings.Contains(text, "x509: certificate has expired or is not yet valid"):
		return "look whether the clocks of both machines are right; else stop the hub, delete the folder tls in its folder, start it again, and copy the new certificate"
	case strings.Contains(text, "no space left"):
		return "the hub's disk is full: make room there, and it goes on by itself"
	case errors.Is(err, nats.ErrSecureConnRequired):
		return "the hub has TLS: give a copy of its certificate with --ca"
	case errors.Is(err, nats.ErrSecureConnWanted):
		return "the hub has no TLS: give its address as nats://, without --ca"
	}
	return "start one with talbot hub, or give its address with --nats"
}

// Watch has tell called when the hub does not answer any more, with why, and with nil when it is back; from any goroutine.
func (q *Queue) Watch(tell func(away error)) {
	q.nc.SetDisconnectErrHandler(func(_ *nats.Conn, err error) {
		if err == nil {
			return // it was closed here
		}
		tell(err)
	})
	q.nc.SetReconnectHandler(func(*nats.Conn) { tell(nil) })
}

// closed is the error of a connection that will not come back, as the hub refuses it.
func (q *Queue) closed(err error) error {
	if last := q.nc.LastError(); last != nil {
		return fmt.Errorf("the hub lets this program in no more: %w: %s", last, remedy(last, q.nc.Opts.Token != ""))
	}
	return err
}
