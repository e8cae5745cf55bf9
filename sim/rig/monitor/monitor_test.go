package monitor

import (
	"strings"
	"testing"
)

// edid is one with descriptors of a model and a serial number, as given.
func edid(model, serial string) []byte {
	e := make([]byte, 128)
	copy(e, "\x00\xff\xff\xff\xff\xff\xff\x00")
	e[8], e[9] = 0x22, 0xf0 // HWP
	e[10], e[11] = 0x34, 0x12
	put := func(at int, kind byte, text string) {
		e[at+3] = kind
		copy(e[at+5:at+18], text+"\n            ")
	}
	if model != "" {
		put(72, 0xfc, model)
	}
	if serial != "" {
		put(90, 0xff, serial)
	}
	return e
}

func TestNames(t *testing.T) {
	for _, row := range [][4]string{{"LETO", "600.1", "LETO", "600.1"}, {"", "", "HWP 1234", ""}} {
		e := edid(row[0], row[1])
		e[54] = 1 // a timing, which is no text
		if m, s := names(e); m != row[2] || s != row[3] {
			t.Errorf("%q, %q reads as %q, %q", row[2], row[3], m, s)
		}
	}
	if m, _ := names(make([]byte, 128)); m != "" {
		t.Errorf("no EDID reads as %q", m)
	}
}

func TestFind(t *testing.T) {
	all := []Output{{Name: "HDMI-1", Model: "LETO", Serial: "1"}, {Name: "HDMI-2", Model: "LETO", Serial: "2"}, {Name: "DP-1", Primary: true}}
	for name, want := range map[string]int{"HDMI-2": 1, "1": 0, "DP-1": 2} {
		if o, err := Find(all, name); err != nil || o != all[want] {
			t.Errorf("%q finds %v, %v", name, o, err)
		}
	}
	for name, want := range map[string]string{"LETO": "2 monitors", "VGA-1": "HDMI-1", "": "no monitor"} {
		if _, err := Find(all, name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v", name, err)
		}
	}
}

func TestStraight(t *testing.T) {
	for _, n := range []int{256, 1024} {
		table, bent := make([]uint16, n), make([]uint16, n)
		for i := range table {
			x := float64(i) / float64(n-1)
			table[i], bent[i] = uint16(x*65535+0.5), uint16((x+0.02*x*(1-x))*65535)
		}
		if !straight(table) || straight(bent) {
			t.Errorf("of %d entries a straight table is %v, a bent one %v", n, straight(table), straight(bent))
		}
	}
}
