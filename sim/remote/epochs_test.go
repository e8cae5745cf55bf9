//go:build !js

package remote

import (
	"fmt"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

// TestEpochs holds that a training ends with the epochs it was asked for, and goes on for more.
func TestEpochs(t *testing.T) {
	const n, side = 40, 28
	_, url := serve(t, Options{})
	p := in(t, url, hello)
	if got, err := p.ask(2, `{"id":2,"op":"open","preset":"d2nn-mnist-64","values":{"samples":"16","image-size":"16","padding":"0","region-size":"2","distance":"6e-3","batch":"20"}}`); err != nil || !strings.Contains(got, `"kind":"ready"`) {
		t.Fatal(got, err)
	}
	images := []byte{0, 0, 8, 3, 0, 0, 0, n, 0, 0, 0, side, 0, 0, 0, side}
	labels := []byte{0, 0, 8, 1, 0, 0, 0, n}
	for i := range n {
		for k := range side * side {
			images = append(images, byte(255*(k/(i+1)%2)))
		}
		labels = append(labels, byte(i%10))
	}
	text := fmt.Sprintf(`{"id":3,"op":"data","role":"train","images":{"u8":%d},"labels":{"u8":%d}}`, len(images), len(labels))
	if err := p.Write(p.ctx, websocket.MessageBinary, message(text, append(images, labels...)...)); err != nil {
		t.Fatal(err)
	}
	if got, err := p.next(); err != nil || !strings.Contains(got, `"kind":"data"`) {
		t.Fatal(got, err)
	}
	steps := 0
	for _, until := range []int{1, 3} {
		if got, err := p.ask(4, fmt.Sprintf(`{"id":4,"op":"train","until":%d}`, until)); err != nil || !strings.Contains(got, `"kind":"training"`) {
			t.Fatal(got, err)
		}
		for done := false; !done; {
			got, err := p.next()
			if err != nil {
				t.Fatal(err)
			}
			steps += strings.Count(got, `"kind":"metrics"`)
			done = strings.Contains(got, `"kind":"done"`)
		}
		if want := until * n / 20; steps != want {
			t.Errorf("until epoch %d: %d updates, not %d", until, steps, want)
		}
	}
	if got, err := p.ask(5, `{"id":5,"op":"step"}`); err != nil || !strings.Contains(got, `"step":7`) {
		t.Error("a step behind them:", got, err)
	}
}
