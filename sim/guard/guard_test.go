package guard

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestDoor(t *testing.T) {
	d := &Door{Hosts: []string{"bench.lab"}, Origins: []string{"https://class.example"}}
	for _, c := range []struct {
		host, origin string
		tls, in      bool
	}{
		{"127.0.0.1:8080", "", false, true},
		{"127.0.0.1:8080", "http://127.0.0.1:8080", false, true},
		{"[::1]:8080", "http://[::1]:8080", false, true},
		{"LOCALHOST:80", "http://localhost:80", false, true},
		{"bench.lab", "https://bench.lab", true, true},
		{"bench.lab.:8080", "", false, true},
		{"127.0.0.1:8080", "https://class.example", false, true},
		{"127.0.0.1:8080", "https://evil.example", false, false},
		{"127.0.0.1:8080", "http://127.0.0.1:9090", false, false},
		{"127.0.0.1:8080", "https://127.0.0.1:8080", false, false},
		{"127.0.0.1:8080", "http://127.0.0.1:8080", true, false},
		{"127.0.0.1:8080", "null", false, false},
		{"127.0.0.1:8080", "http://127.0.0.1:8080@evil.example", false, false},
		{"127.0.0.1:8080", "http://127.0.0.1:8080.evil.example", false, false},
		{"127.0.0.1:8080", "%", false, false},
		{"evil.example:8080", "http://evil.example:8080", false, false}, // DNS rebinding
		{"evil.example", "", false, false},
		{"localhost.evil.example", "", false, false},
		{"127.0.0.1.evil.example:8080", "", false, false},
		{"", "", false, false},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = c.host
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		if c.tls {
			r.TLS = &tls.ConnectionState{}
		}
		if err := d.Check(r); (err == nil) != c.in {
			t.Errorf("Host %q, Origin %q, TLS %v: %v", c.host, c.origin, c.tls, err)
		}
	}
	r := httptest.NewRequest("GET", "http://localhost/", nil)
	r.Header["Origin"] = []string{"http://localhost", "http://evil.example"}
	if d.Check(r) == nil {
		t.Error("two origins are let in")
	}
	r = httptest.NewRequest("GET", "http://localhost/", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if d.Check(r) == nil {
		t.Error("a picture on a foreign page is let in")
	}
}

func TestReach(t *testing.T) {
	full := &tls.Config{}
	for _, c := range []struct {
		addr, token string
		t           *tls.Config
		ok          bool
	}{
		{"127.0.0.1:1", "", nil, true}, {"[::1]:1", "", nil, true}, {"localhost:1", "", nil, true},
		{":1", "", nil, false}, {"0.0.0.0:1", "x", nil, false}, {"0.0.0.0:1", "", full, false}, {"lab:1", "x", full, true}, {"nonsense", "x", full, false},
	} {
		if err := Reach("--addr", c.addr, "a hub", c.token, c.t); (err == nil) != c.ok {
			t.Errorf("%q, token %q, TLS %v: %v", c.addr, c.token, c.t != nil, err)
		}
	}
}

func TestTokens(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(" word\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := Token(file); got != "word" || err != nil {
		t.Error(got, err)
	}
	os.WriteFile(file, []byte("\n"), 0o600)
	if _, err := Token(file); err == nil {
		t.Error("an empty token is taken")
	}
	if !Same("word", "word") || Same("", "word") || Same("word ", "word") || Same("wor", "word") {
		t.Error("tokens are not told apart")
	}
}

// TestOwnCertificate holds that it is kept, lets a client in that knows it and no other name, and
// that the key is for its owner alone.
func TestOwnCertificate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tls")
	hosts := []string{"localhost", "127.0.0.1", "bench.lab"}
	first, err := Own(dir, hosts)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Own(dir, hosts[:2])
	if err != nil || Fingerprint(first) != Fingerprint(again) {
		t.Fatal("the certificate is not kept", err)
	}
	if info, err := os.Stat(filepath.Join(dir, "key.pem")); err != nil || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Error("others may read the key", err)
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.TLS = first
	s.StartTLS()
	defer s.Close()
	trust, err := Roots(filepath.Join(dir, "cert.pem"))
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: trust}}
	r, err := client.Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if _, err := (&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: x509.NewCertPool()}}}).Get(s.URL); err == nil {
		t.Error("a client that does not know it takes it")
	}
	if lasts(first.Certificates[0], []string{"evil.example"}, time.Now()) || lasts(first.Certificates[0], hosts, time.Now().Add(350*24*time.Hour)) {
		t.Error("it is kept for a host that it lacks, or when it ends")
	}
	more, err := Own(dir, []string{"other.lab"})
	if err != nil || Fingerprint(more) == Fingerprint(first) {
		t.Error("no new certificate for another host", err)
	}
	os.WriteFile(filepath.Join(dir, "key.pem"), []byte("broken"), 0o600)
	if _, err := Own(dir, hosts); err == nil || !strings.Contains(err.Error(), "delete") {
		t.Error(err)
	}
}

func TestCrowd(t *testing.T) {
	c := NewCrowd(2)
	if !c.Enter() || !c.Enter() || c.Enter() {
		t.Fatal("it lets in what it has no room for")
	}
	c.Leave()
	if !c.Enter() {
		t.Fatal("it makes no room")
	}
	p := Pace(0.001, 2)
	if !p.Allow() || !p.Allow() || p.Allow() {
		t.Error("the pace is not held")
	}
}
