package guard

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// config is TLS as all servers of this program speak it.
func config(pair tls.Certificate) *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
}

// Files is TLS with a certificate and its key from PEM files; nil without any.
func Files(cert, key string) (*tls.Config, error) {
	if cert == "" && key == "" {
		return nil, nil
	}
	if cert == "" || key == "" {
		return nil, errors.New("--tls-cert and --tls-key: give both")
	}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("--tls-cert: %w", err)
	}
	return config(pair), nil
}

// Roots is TLS for a client that trusts the certificates of a PEM file alone.
func Roots(file string) (*tls.Config, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("--ca: %w", err)
	}
	t := &tls.Config{RootCAs: x509.NewCertPool(), MinVersion: tls.VersionTLS12}
	if !t.RootCAs.AppendCertsFromPEM(b) {
		return nil, fmt.Errorf("--ca: %s has no certificate in PEM", file)
	}
	return t, nil
}

// year is how long an own certificate lasts: browsers refuse those of more than 398 days.
const year = 365 * 24 * time.Hour

// Own is TLS with this machine's own certificate for hosts, names or IP addresses, which is in a
// folder as cert.pem and key.pem. It is made on the first use and kept, so that who has accepted
// it once is not asked again; a new one is made when it ends within a month or lacks a host.
func Own(dir string, hosts []string) (*tls.Config, error) {
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	pair, err := tls.LoadX509KeyPair(cert, key)
	switch {
	case err == nil && lasts(pair, hosts, time.Now()):
		return config(pair), nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("the certificate in %s cannot be used: %w: delete cert.pem and key.pem there for new ones", dir, err)
	}
	if err := issue(dir, cert, key, hosts); err != nil {
		return nil, fmt.Errorf("cannot make a certificate: %w", err)
	}
	if pair, err = tls.LoadX509KeyPair(cert, key); err != nil {
		return nil, fmt.Errorf("cannot read the new certificate: %w", err)
	}
	return config(pair), nil
}

func lasts(pair tls.Certificate, hosts []string, now time.Time) bool {
	return pair.Leaf != nil && now.Add(30*24*time.Hour).Before(pair.Leaf.NotAfter) &&
		!slices.ContainsFunc(hosts, func(h string) bool { return pair.Leaf.VerifyHostname(h) != nil })
}

func issue(dir, cert, key string, hosts []string) error {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return err
	}
	now := time.Now()
	t := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: "Talbot on this machine"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(year),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true, IsCA: true}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
		} else {
			t.DNSNames = append(t.DNSNames, h)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, &private.PublicKey, private)
	if err != nil {
		return err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	// A broken pair, should this end between the two, is told of above.
	if err := whole(key, "PRIVATE KEY", secret, 0o600); err != nil {
		return err
	}
	return whole(cert, "CERTIFICATE", der, 0o644)
}

// whole writes a PEM file whole or not at all.
func whole(path, kind string, der []byte, mode fs.FileMode) error {
	part := path + ".part"
	if err := os.WriteFile(part, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), mode); err != nil {
		return err
	}
	return os.Rename(part, path)
}

// Fingerprint is the SHA-256 of the certificate, as browsers show it: people compare it.
func Fingerprint(t *tls.Config) string {
	sum := sha256.Sum256(t.Certificates[0].Certificate[0])
	text := ""
	for i, b := range sum {
		if i > 0 {
			text += ":"
		}
		text += fmt.Sprintf("%02X", b)
	}
	return text
}

// Names are those under which others may find this machine: its name, that with .local, localhost
// and its addresses.
func Names() []string {
	names := []string{"localhost"}
	if h, err := os.Hostname(); err == nil && h != "" && h != "localhost" {
		names = append(names, h, h+".local")
	}
	list, _ := net.InterfaceAddrs() // without them the names are left
	for _, a := range list {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLinkLocalUnicast() {
			names = append(names, n.IP.String())
		}
	}
	return names
}
