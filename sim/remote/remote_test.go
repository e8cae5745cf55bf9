//go:build !js

package remote

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"talbot/sim/compute/cpu"
	"talbot/sim/engine"
	"talbot/sim/guard"
	"talbot/sim/system/basic"
	"talbot/sim/system/diffractive"
)

var crowdFor = flag.Duration("crowd", time.Second, "how long many clients speak with a server at once")

func serve(t testing.TB, o Options) (*Server, string) {
	t.Helper()
	o.Open = func() *engine.Engine {
		start := time.Now()
		return engine.New(engine.Host{Processor: cpu.Open(1), Now: func() float64 { return time.Since(start).Seconds() }}, basic.System, diffractive.System)
	}
	if o.Door == nil {
		o.Door = &guard.Door{}
	}
	s := New(o)
	h := httptest.NewServer(s)
	t.Cleanup(func() { s.Stop(); h.Close() })
	return s, h.URL
}

func message(text string, tail ...byte) []byte {
	return append(append(binary.LittleEndian.AppendUint32(nil, uint32(len(text))), text...), tail...)
}

// peer is a client of a test.
type peer struct {
	*websocket.Conn
	t   testing.TB
	ctx context.Context
}

func dial(t testing.TB, url string, h http.Header) (*peer, *http.Response, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second+*crowdFor)
	t.Cleanup(cancel)
	host := h.Get("Host")
	h.Del("Host")
	c, r, err := websocket.Dial(ctx, strings.Replace(url, "http", "ws", 1), &websocket.DialOptions{HTTPHeader: h, Host: host})
	if err != nil {
		return nil, r, err
	}
	c.SetReadLimit(64 << 20)
	t.Cleanup(func() { c.CloseNow() })
	return &peer{c, t, ctx}, r, nil
}

// ask sends a request and gives the texts of answers until that of its id.
func (p *peer) ask(id int, text string) (string, error) {
	if err := p.Write(p.ctx, websocket.MessageBinary, message(text)); err != nil {
		return "", err
	}
	for {
		got, err := p.next()
		var m struct{ ID int }
		if err != nil || json.Unmarshal([]byte(got), &m) == nil && m.ID == id {
			return got, err
		}
	}
}

func (p *peer) next() (string, error) {
	_, b, err := p.Read(p.ctx)
	if err != nil {
		return "", err
	}
	return string(b[4 : 4+binary.LittleEndian.Uint32(b)]), nil
}

func in(t testing.TB, url, hello string) *peer {
	t.Helper()
	p, _, err := dial(t, url, http.Header{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.ask(1, hello); err != nil {
		t.Fatal(err)
	}
	return p
}

const hello = `{"id":1,"op":"hello"}`

func TestRefusedAtTheDoor(t *testing.T) {
	_, url := serve(t, Options{})
	for name, h := range map[string]http.Header{
		"a foreign origin": {"Origin": {"https://evil.example"}},
		"no origin at all": {"Origin": {"null"}},
		"DNS rebinding":    {"Host": {"evil.example:8080"}, "Origin": {"http://evil.example:8080"}},
	} {
		if _, r, err := dial(t, url, h); err == nil || r == nil || r.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %v, %v", name, r, err)
		}
	}
	if _, _, err := dial(t, url, http.Header{"Origin": {url}}); err != nil {
		t.Error("its own page is refused:", err)
	}
}

func TestTokenWanted(t *testing.T) {
	for _, public := range []bool{false, true} {
		_, url := serve(t, Options{Token: "right", Public: public})
		for text, ok := range map[string]bool{
			hello: public, `{"id":1,"op":"hello","token":"wrong"}`: false, `{"id":1,"op":"presets"}`: false, `{"id":1,"op":"hello","token":"right"}`: true,
		} {
			p, _, err := dial(t, url, http.Header{})
			if err != nil {
				t.Fatal(err)
			}
			got, err := p.ask(1, text)
			if (err == nil) != ok || !ok && websocket.CloseStatus(err) != websocket.StatusPolicyViolation {
				t.Errorf("public %v, %s: %q, %v", public, text, got, err)
			}
			if ok && strings.Contains(got, `"control":true`) != strings.Contains(text, "right") {
				t.Errorf("public %v, %s: %s", public, text, got)
			}
			p.Close(websocket.StatusNormalClosure, "")
		}
	}
}

func TestOneControlsOthersLook(t *testing.T) {
	_, url := serve(t, Options{Token: "right", Public: true})
	lead := in(t, url, `{"id":1,"op":"hello","token":"right"}`)
	look := in(t, url, hello)
	if got, err := look.ask(2, `{"id":2,"op":"presets"}`); err != nil || !strings.Contains(got, "only look") {
		t.Fatal(got, err)
	}
	if got, err := look.ask(3, `{"id":3,"op":"control"}`); err != nil || !strings.Contains(got, `"control":false`) {
		t.Fatal("who has no token controls:", got, err)
	}
	if got, err := lead.ask(2, `{"id":2,"op":"open","preset":"slit","values":{}}`); err != nil || !strings.Contains(got, `"kind":"ready"`) {
		t.Fatal(got, err)
	}
	if got, err := look.next(); err != nil || !strings.Contains(got, `"kind":"ready"`) {
		t.Fatal("who looks is not told what is open:", got, err)
	}
	late := in(t, url, hello)
	if got, err := late.next(); err != nil || !strings.Contains(got, `"kind":"ready"`) {
		t.Fatal("who comes late is not told what is open:", got, err)
	}
	second := in(t, url, `{"id":1,"op":"hello","token":"right"}`)
	lead.CloseNow()
	for id := 2; ; id++ {
		got, err := second.ask(id, `{"id":`+string(rune('0'+id%10))+`,"op":"control"}`)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(got, `"control":true`) {
			return
		}
		id %= 9
		time.Sleep(10 * time.Millisecond)
	}
}

func TestTooLarge(t *testing.T) {
	_, url := serve(t, Options{Token: "right", Public: true})
	p, _, err := dial(t, url, http.Header{})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := p.ask(1, `{"id":1,"op":"hello","token":"`+strings.Repeat("x", helloSize)+`"}`); websocket.CloseStatus(err) == -1 && err == nil {
		t.Fatal("a large hello is taken:", got)
	}
	look := in(t, url, hello)
	if got, err := look.ask(2, `{"id":2,"op":"`+strings.Repeat("x", helloSize)+`"}`); err == nil {
		t.Fatal("who looks sends much:", got)
	}
}

func TestMalformedEndsIt(t *testing.T) {
	for _, b := range [][]byte{nil, {1}, {255, 255, 255, 255}, message("{"), message("null"), message("[1]"), message(`{"op":{"u8":9}}`), message(`{"a":{"f32":1e300}}`), message(`{"a":1.5}`), message(`{}`, 1)} {
		_, url := serve(t, Options{})
		p := in(t, url, hello)
		if err := p.Write(p.ctx, websocket.MessageBinary, b); err != nil {
			t.Fatal(err)
		}
		if got, err := p.next(); websocket.CloseStatus(err) != websocket.StatusUnsupportedData {
			t.Errorf("%q: %q, %v", b, got, err)
		}
		again := in(t, url, hello) // the server lives
		if got, err := again.ask(2, `{"id":2,"op":"presets"}`); err != nil || !strings.Contains(got, "slit") && !strings.Contains(got, "only look") {
			t.Errorf("after %q: %q, %v", b, got, err)
		}
	}
}

func TestRoom(t *testing.T) {
	_, url := serve(t, Options{Room: 1})
	in(t, url, hello)
	if _, r, err := dial(t, url, http.Header{}); err == nil || r.StatusCode != http.StatusServiceUnavailable {
		t.Error("there is room for more than there should be")
	}
}

// TestCrowd lets a hundred clients come, ask and go at once; with the race detector it finds what
// they share. -crowd says for how long.
func TestCrowd(t *testing.T) {
	_, url := serve(t, Options{})
	stop := time.Now().Add(*crowdFor)
	var wait sync.WaitGroup
	for range 100 {
		wait.Go(func() {
			served, tries := 0, 0
			for ; served == 0 && tries < 200 || time.Now().Before(stop); tries++ {
				p, _, err := dial(t, url, http.Header{})
				if err != nil {
					time.Sleep(time.Millisecond) // full for a moment
					continue
				}
				answers := 0
				for id, text := range []string{hello, `{"id":2,"op":"open","preset":"slit","values":{"samples":"128"}}`, `{"id":3,"op":"frame"}`, `{"id":4,"op":"control"}`} {
					if _, err := p.ask(id+1, text); err != nil {
						break // cut off: one who is slow
					}
					answers++
				}
				if answers == 4 {
					served++
				}
				p.CloseNow()
			}
			if served == 0 {
				t.Errorf("one of the crowd had not all its answers in any of %d tries", tries)
			}
		})
	}
	wait.Wait()
	p, _, err := dial(t, url, http.Header{})
	for ; err != nil && t.Context().Err() == nil; p, _, err = dial(t, url, http.Header{}) {
		time.Sleep(time.Millisecond) // the last are still on their way out
	}
	if _, err := p.ask(1, hello); err != nil {
		t.Fatal(err)
	}
	if got, err := p.ask(2, `{"id":2,"op":"presets"}`); err != nil || !strings.Contains(got, "slit") && !strings.Contains(got, "only look") {
		t.Errorf("after the crowd: %q, %v", got, err)
	}
}

// TestWire holds that arrays come through whole.
func TestWire(t *testing.T) {
	f, err := decode(message(`{"a":{"f32":1},"b":{"u8":2},"id":7,"op":"x","t":true,"values":{"q":"2","p":"1"}}`, 0, 0, 192, 63, 8, 9))
	v, _ := f.Floats("a")
	b, _ := f.Bytes("b")
	s := f.Settings("values")
	if err != nil || len(v) != 1 || v[0] != 1.5 || string(b) != "\x08\x09" || f.Number("id", 0) != 7 || !f.Flag("t") || len(s) != 2 || s[0] != [2]string{"p", "1"} {
		t.Error(f, err)
	}
	out, err := encode(7, []engine.Reply{{"kind": "k", "z": []byte{1, 2}, "f": []float32{1.5}, "deep": []engine.Reply{{"v": []float32{2}}}}}, 1)
	if want := `{"id":7,"ms":1,"replies":[{"deep":[{"v":{"f32":1}}],"f":{"f32":1},"kind":"k","z":{"u8":2}}]}`; err != nil || string(out[4:4+len(want)]) != want ||
		string(out[4+len(want):]) != "\x00\x00\x00\x40\x00\x00\xc0\x3f\x01\x02" {
		t.Errorf("%q, %v", out, err)
	}
}

// FuzzDecode holds that no bytes end the program, and that none take more memory than they have.
func FuzzDecode(f *testing.F) {
	for _, b := range [][]byte{nil, {9, 0, 0, 0}, message(`{"a":{"u8":3},"v":{"p":"1"}}`, 1, 2, 3), message(`{"a":{"f32":4294967296}}`), message(`{"a":{"u8":-1}}`), message(`{"a":[[[[]]]]}`), message(`{"a":1e99}`)} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := decode(b)
		if err != nil {
			return
		}
		n := 0
		for name := range m {
			if v, ok := m.Bytes(name); ok {
				n += len(v)
			}
			if v, ok := m.Floats(name); ok {
				n += 4 * len(v)
			}
		}
		if n > len(b) {
			t.Fatalf("%d bytes became %d", len(b), n)
		}
	})
}

// A page may ask whether there is an engine and whether it wants a token; a foreign page may not.
func TestAsksWhetherThereIsAnEngine(t *testing.T) {
	for _, token := range []string{"", "a token of some length"} {
		_, url := serve(t, Options{Token: token})
		ask := func(origin string) (int, string) {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			if origin != "" {
				r.Header.Set("Origin", origin)
			}
			a, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Body.Close()
			b, err := io.ReadAll(a.Body)
			if err != nil {
				t.Fatal(err)
			}
			return a.StatusCode, string(b)
		}
		if code, got := ask(""); code != http.StatusOK || got != fmt.Sprintf(`{"token": %t}`, token != "") {
			t.Errorf("token %q: %d, %q", token, code, got)
		}
		if code, _ := ask("https://example.com"); code != http.StatusForbidden {
			t.Errorf("a foreign page: %d", code)
		}
	}
}
