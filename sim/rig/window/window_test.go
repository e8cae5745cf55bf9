package window

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
)

func TestPictures(t *testing.T) {
	var b bytes.Buffer
	want := []Picture{{1, 3, 2, []byte{0, 1, 2, 253, 254, 255}}, {1 << 40, 3, 2, []byte("TSLMTS")}}
	for _, p := range want {
		if err := p.Write(&b); err != nil {
			t.Fatal(err)
		}
	}
	whole := b.Bytes()
	r := bytes.NewReader(whole)
	for _, p := range want {
		if got, err := Read(r, 3, 2); err != nil || !reflect.DeepEqual(got, p) {
			t.Errorf("%+v comes as %+v, %v", p, got, err)
		}
	}
	if _, err := Read(r, 3, 2); !errors.Is(err, io.EOF) {
		t.Errorf("the end is %v", err)
	}
	for what, bad := range map[string][]byte{"too early": whole[:23], "no picture": append([]byte("JUNK"), whole[4:]...), "does not fit": append(append([]byte(nil), whole[:12]...), 4)} {
		bad = append(bad, make([]byte, max(0, 20-len(bad)))...)
		if _, err := Read(bytes.NewReader(bad), 3, 2); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// Lines that are no answers are passed over, as libraries write where they like.
func TestAnswers(t *testing.T) {
	var b bytes.Buffer
	want := []Answer{{Ready: &Ready{Monitor: "HDMI-1", Nx: 4, Ny: 3, Refresh: 60, Verified: "screen"}}, {Shown: &Done{Seq: 7, Time: 9, Read: true}}, {Error: "no"}}
	for _, a := range want {
		b.WriteString("libEGL warning: none\n")
		if err := Tell(&b, a); err != nil {
			t.Fatal(err)
		}
	}
	to := make(chan Answer, 8)
	answers(&b, to)
	var got []Answer
	for a := range to {
		got = append(got, a)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the answers are %+v", got)
	}
}

// A parked panel uses all levels in whole periods, so that its first order is as bright as can be.
func TestPark(t *testing.T) {
	v := Park(20, 2)
	for i, w := range []byte{0, 32, 64, 96, 128, 160, 192, 224, 0} {
		if v[i] != w || v[20+i] != w {
			t.Errorf("pixel %d has level %d and %d, want %d", i, v[i], v[20+i], w)
		}
	}
}
