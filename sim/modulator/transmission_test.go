package modulator

import (
	"math"
	"strings"
	"testing"
)

func TestReadTransmission(t *testing.T) {
	for name, text := range map[string]string{
		"plain":    "intensity,transmission\n0,0.1\n1,0.4\n3,0.7\n",
		"turned":   "Transmittance (%);Input power (mW)\n70;3\n40;1\n10;0\n",
		"spaces":   "# a cell of rubidium\n# intensity transmission\n0 0.1\n1 0.4\n3 0.7\n",
		"commas":   "\xef\xbb\xbfIntensity\tnote\tT\r\n0,0\ta\t0,1\r\n1,0\tb\t0,4\r\n3,0\tc\t0,7\r\n",
		"no lines": "intensity , transmission\n\n0 , 0.1\n1 , .4\n3 , 7e-1",
	} {
		got, err := ReadTransmission(name, []byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, want := range [][2]float64{{0, 0.1}, {1, 0.4}, {3, 0.7}} {
			if len(got.Share) != 3 || math.Abs(got.Intensity[i]-want[0]) > 1e-12 || math.Abs(got.Share[i]-want[1]) > 1e-12 {
				t.Fatalf("%s: %v", name, got)
			}
		}
		if share, _ := got.Table(2).At(0.5); math.Abs(float64(share)-0.4) > 1e-6 {
			t.Errorf("%s: at half of a unit of 2, %v passes", name, share)
		}
	}
	for text, want := range map[string]string{
		"":                                   "0 lines",
		"1,2\n":                              "line 1: want the header",
		"intensity,transmission\n1,0.5":      "1 lines",
		"intensity,transmission\n1,50\n2,60": "line 2: the transmission 50 is outside",
		"intensity,transmission\n1,.5\n1,.6": "line 3: the intensity 1 is that",
		"intensity,transmission\n1,.5\n3,.6\n2,.7":    "line 4: the intensity 2 turns back",
		"intensity,transmission\n1,.5\nx,.6":          "line 3: ",
		"intensity,transmission\n1,.5\n2,.6,7":        "line 3: want 2 values",
		"intensity,transmission\n1,0\n2,0":            "no light",
		"intensity,transmission\n1,.1\n1.00000001,.2": "too close",
		"PK\x03\x04": "spreadsheet",
	} {
		if _, err := ReadTransmission("cell.csv", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func FuzzReadTransmission(f *testing.F) {
	f.Add([]byte("intensity,transmission\n0,0.1\n1,0.4\n3,0.7\n"))
	f.Add([]byte("# T (%) I\n70 3\n40 1\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if got, err := ReadTransmission("f", file); err == nil {
			got.Table(1)
		}
	})
}

// A measured absorber is the same from its text, and what is none is refused.
func TestTransmissionText(t *testing.T) {
	file, err := ReadTransmission("film.csv", []byte("intensity,transmission (%)\n0.1,5\n1,8\n5,30.125\n100,90\n"))
	if err != nil {
		t.Fatal(err)
	}
	text := file.Text()
	if text != "0.1:0.05 1:0.08 5:0.30125 100:0.9" {
		t.Error(text)
	}
	again, err := ParseTransmission(text)
	if err != nil || again.Text() != text {
		t.Errorf("%q, %v", again.Text(), err)
	}
	for text, want := range map[string]string{"": "two pairs", "1:0.5": "two pairs", "1:0.5 2": "colon", "1:0.5 2:1.5": "outside 0 to 1", "1:0.1 3:0.2 2:0.3": "turns back", "1:0 2:0": "no light"} {
		if _, err := ParseTransmission(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
