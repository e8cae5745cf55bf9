package modulator

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// wide is text in UTF-16 of an order, with its mark or without.
func wide(order binary.AppendByteOrder, mark bool, text string) string {
	var b []byte
	if mark {
		b = order.AppendUint16(b, 0xfeff)
	}
	for _, u := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

// Tables as laboratories and their programs write them, all of the same three levels.
func TestReadCurveOfLaboratories(t *testing.T) {
	const plain = "drive,amplitude,phase\n0,0.6,0\n128,0.8,1.5707963\n255,1,3.1415926\n"
	const german = "Grauwert;Amplitude;Phase (deg)\r\n0;0,6;0\r\n128;0,8;90\r\n255;1;180\r\n"
	for name, text := range map[string]string{
		"as it is":                       plain,
		"Windows":                        strings.ReplaceAll(plain, "\n", "\r\n"),
		"old Macintosh":                  strings.ReplaceAll(plain, "\n", "\r"),
		"mark of UTF-8":                  "\ufeff" + plain,
		"no last line end":               strings.TrimSpace(plain),
		"blank lines":                    "\n\n" + strings.ReplaceAll(plain, "\n", "\n\n") + ",,\n , , \n",
		"NumPy, header by commas":        "# " + plain,
		"NumPy's usual separator":        "# drive,amplitude,phase\n0.000000000000000000e+00 6.000000000000000000e-01 0.0e+00\n1.28e+02 8e-01 1.5707963e+00\n2.55e+02 1e+00 3.1415926e+00\n",
		"NumPy, header by spaces":        "# drive amplitude phase\n0 0.6 0\n128 0.8 1.5707963\n255 1 3.1415926\n",
		"remarks around NumPy's header":  "# measured on Monday, by hand\n# drive,amplitude,phase\n# laser was warm\n0,0.6,0\n# half\n128,0.8,1.5707963\n255,1,3.1415926\n",
		"MATLAB":                         "% drive amplitude phase\n  0   0.6  0\n  128 0.8\t1.5707963\n  255 1    3.1415926\n",
		"tabs":                           strings.ReplaceAll(plain, ",", "\t"),
		"semicolons":                     strings.ReplaceAll(plain, ",", ";"),
		"spaces behind commas":           strings.ReplaceAll(plain, ",", ", "),
		"spaces in front of semicolons":  strings.ReplaceAll(plain, ",", " ; "),
		"columns with spaces":            "Gray level   Amplitude   Phase (rad)\n0  0.6  0\n128  0.8  1.5707963\n255  1  3.1415926\n",
		"capitals":                       "DRIVE,AMPLITUDE,PHASE\n0,0.6,0\n128,0.8,1.5707963\n255,1,3.1415926\n",
		"capitals within words":          "GrayLevel,Amplitude,PhaseRad\n0,0.6,0\n128,0.8,1.5707963\n255,1,3.1415926\n",
		"decimal commas":                 german,
		"decimal commas and tabs":        strings.ReplaceAll(german, ";", "\t"),
		"decimal commas and spaces":      "drive amplitude phase\n0 0,6 0\n128 0,8 1,5707963\n255 1 3,1415926\n",
		"decimal commas in quotes":       "drive,amplitude,phase\n\"0\",\"0,6\",\"0\"\n128,\"0,8\",\"1,5707963\"\n255,1,\"3,1415926\"\n",
		"quoted titles":                  "\"drive\",\"amplitude\",\"phase (rad)\"\n0,0.6,0\n128,0.8,1.5707963\n255,1,3.1415926\n",
		"a spreadsheet's sep=":           "sep=;\n" + german,
		"UTF-16, little first":           wide(binary.LittleEndian, true, german),
		"UTF-16, big first":              wide(binary.BigEndian, true, german),
		"UTF-16 without a mark":          wide(binary.LittleEndian, false, plain),
		"UTF-16 without a mark, big":     wide(binary.BigEndian, false, plain),
		"semicolons at the end":          "drive;amplitude;phase;\n0;0.6;0;\n128;0.8;1.5707963;\n255;1;3.1415926;\n",
		"degrees":                        "Gray level,Amplitude,Phase [°]\n0,0.6,0\n128,0.8,90\n255,1,180\n",
		"degrees in Latin-1":             "Gray level,Amplitude,Phase [\xb0]\n0,0.6,0\n128,0.8,90\n255,1,180\n",
		"degrees by an underscore":       "gray_level,amplitude,phase_deg\n0,0.6,0\n128,0.8,90\n255,1,180\n",
		"degrees in words":               "grey value;amplitude;phase in degrees\n0;0.6;0\n128;0.8;90\n255;1;180\n",
		"pi":                             "voltage (V),amplitude,phase (pi)\n0,0.6,0\n128,0.8,0.5\n255,1,1\n",
		"π rad":                          "U,level,amplitude,phase/π rad\n9,0,0.6,0\n9,128,0.8,0.5\n9,255,1,1\n",
		"2 pi":                           "level,amplitude,phase [2π]\n0,0.6,0\n128,0.8,0.25\n255,1,0.5\n",
		"waves":                          "level,amplitude,phase (waves) at 633 nm\n0,0.6,0\n128,0.8,0.25\n255,1,0.5\n",
		"wavelength and unit":            "level,amplitude,phase at 633 nm (pi)\n0,0.6,0\n128,0.8,0.5\n255,1,1\n",
		"wavelength by a sign":           "level,amplitude,Phase[π]@633nm\n0,0.6,0\n128,0.8,0.5\n255,1,1\n",
		"2 pi by a cross":                "Gray level,amplitude,Phase (×2π rad)\n0,0.6,0\n128,0.8,0.25\n255,1,0.5\n",
		"2 pi by an x":                   "Gray level,amplitude,Phase [x2pi]\n0,0.6,0\n128,0.8,0.25\n255,1,0.5\n",
		"wavelength right behind a sign": "level,amplitude,phase@532nm (pi)\n0,0.6,0\n128,0.8,0.5\n255,1,1\n",
		"wavelength by an underscore":    "level,amplitude_532nm,phase_532nm_deg\n0,0.6,0\n128,0.8,90\n255,1,180\n",
		"wavelength in words":            "level,amplitude,phase 532 nm (pi)\n0,0.6,0\n128,0.8,0.5\n255,1,1\n",
		"wavelength in brackets":         "level;amplitude;phase (532 nm) [pi]\n0;0,6;0\n128;0,8;0,5\n255;1;1\n",
		"bars":                           strings.ReplaceAll(plain, ",", "|"),
		"drives that fall":               "drive,amplitude,phase\n255,1,3.1415926\n128,0.8,1.5707963\n0,0.6,0\n",
		"a line of units":                "drive;amplitude;phase\n(V);-;(deg)\n0;0.6;0\n128;0.8;90\n255;1;180\n",
		"percent":                        "drive,amplitude (%),phase\n0,60,0\n128,80,1.5707963\n255,100,3.1415926\n",
		"intensity":                      "gray,intensity,phase\n0,0.36,0\n128,0.64,1.5707963\n255,1,3.1415926\n",
		"intensity in percent":           "gray,Transmittance [%],phase\n0,36,0\n128,64,1.5707963\n255,100,3.1415926\n",
		"transmission, said of what":     "gray,transmission (intensity),phase\n0,0.36,0\n128,0.64,1.5707963\n255,1,3.1415926\n",
		"other order":                    "phase (rad),drive,amplitude\n0,0,0.6\n1.5707963,128,0.8\n3.1415926,255,1\n",
		"pandas with its index":          ",drive,amplitude,phase\n0,0,0.6,0\n1,128,0.8,1.5707963\n2,255,1,3.1415926\n",
		"more columns":                   "drive,amplitude,phase,phase error,temperature\n0,0.6,0,0.1,\n128,0.8,1.5707963,0.1,x\n255,1,3.1415926,0.1,21\n",
		"words above the table":          "Phase calibration of SLM 3\nWavelength: 633 nm; lamp 2\n\nGray level;Amplitude;Phase (rad)\n0;0.6;0\n128;0.8;1.5707963\n255;1;3.1415926\n",
		"remarks behind the numbers":     "drive,amplitude,phase\n0,0.6,0 # dark\n128,0.8,1.5707963\n255,1,3.1415926 #\n",
		"a polariser's degrees":          "# polariser at 45 degrees\n" + plain,
		"other minus and space":          "drive,amplitude,phase\n0,0.6,\u22120\n128,0.8,1.5707963\n255,\u00a01,3.1415926\n",
	} {
		c, err := ReadCurve("lab.csv", []byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := []State{{0, 0.6, 0}, {128, 0.8, math.Pi / 2}, {255, 1, math.Pi}}
		if len(c.States) != len(want) {
			t.Errorf("%s: %v", name, c.States)
			continue
		}
		for k, s := range c.States {
			if w := want[k]; s.Drive != w.Drive || math.Abs(s.Amplitude-w.Amplitude) > 1e-15 || math.Abs(s.Phase-w.Phase) > 1e-7 {
				t.Errorf("%s, level %d: %v, want %v", name, k, s, w)
			}
		}
	}
}

// What is made of a table beyond its numbers is said.
func TestReadCurveNotes(t *testing.T) {
	for text, want := range map[string]string{
		header + "\n0,1,0\n1,1,3":                      "",
		header + "\n0,1,0\n1,1,2":                      "phases are taken as radians: they span 2 rad",
		header + "\n0,1,0\n1,1,0.7\n2,1,9.7":           "phases are taken as radians: they span 9.7 rad",
		"drive,amplitude,phase (rad)\n0,1,0\n1,1,2":    "",
		"# phase in rad\n" + header + "\n0,1,0\n1,1,2": "",
		"grey,phase\n0,0\n1,3":                         "no column has the amplitude: it is taken as 1 for all levels",
		"# grey phase\n0 0\n1 3,5":                     "no column has the amplitude: it is taken as 1 for all levels",
		"grey,intensity,phase\n0,0.25,0\n1,1,3":        `amplitudes are the square roots of "intensity"`,
		"grey,amplitude,phase (deg)\n0,1,0\n1,1,90":    `phases are made radians of "phase (deg)": they span 1.5708 rad`,
		"grey,amplitude,phase,sigma\n0,1,0,0\n1,1,3,0": `not used: "sigma"`,
	} {
		c, err := ReadCurve("lab.csv", []byte(text))
		if err != nil || strings.Join(c.Notes, "; ") != want {
			t.Errorf("%q: %q, %v, want %q", text, c.Notes, err, want)
		}
		if strings.HasPrefix(text, "grey,phase") && (c.States[0].Amplitude != 1 || c.States[1].Amplitude != 1) {
			t.Errorf("%v", c.States)
		}
	}
}

// What is in doubt is refused, with the line and one sentence that says what to do.
func TestReadCurveDoubts(t *testing.T) {
	for text, want := range map[string]string{
		"0 0\n1 12\n2 25\n":                                    `line 1: want the header "drive,amplitude,phase" (phase in radians), found "0 0"`, // as .lut files are
		"drive,amplitude\n0,1\n":                               "line 1: want the header",
		"amplitude,phase\n1,0\n":                               "no column is the drive",
		"drive,transmission,phase\n0,1,0\n":                    `line 1: "transmission" may be of the amplitude or of the intensity: call the column`,
		"drive,T (%),phase\n0,1,0\n":                           "may be of the amplitude or of the intensity",
		"drive,amplitude²,phase\n0,1,0\n":                      `"amplitude²" is not known`,
		"drive,contrast,phase\n0,1,0\n":                        `no column is called amplitude or intensity, and "contrast" is not known`,
		"drive,amplitude,intensity,phase\n0,1,1,0\n":           "columns of the amplitude and of the intensity",
		"level,voltage,amplitude,phase\n0,1,1,0\n":             `the columns "level" and "voltage" are the same thing twice`,
		"drive,amplitude,phase (nm)\n0,1,0\n":                  `the unit of "phase (nm)" is not known: want rad, deg, pi or waves`,
		"drive,amplitude,Phase (Grad)\n0,1,0\n":                "is not known: want rad, deg, pi or waves", // degrees in German, gon in English
		"drive,amplitude,phase (0-2pi)\n0,1,0\n":               "is not known",
		"drive,amplitude (dB),phase\n0,1,0\n":                  `the unit of "amplitude (dB)" is not known`,
		"drive,amplitude,phase (deg pi)\n0,1,0\n":              "names two units",
		"drive;amplitude;phase\n0;0.5;0\n1;0,6;1\n":            "line 3: there are decimal commas and, in line 2, decimal points",
		"drive,amplitude,phase\n0,0,6,0\n":                     "line 2: want 3 values, drive,amplitude,phase, found 4; decimal commas need semicolons",
		"drive,amplitude,phase\n0,1.5,0\n":                     "outside 0 to 1",
		"drive,intensity,phase\n0,520,0\n":                     "the intensity 520 is outside 0 to 1: divide all by the largest",
		"drive,amplitude,phase\n0,50%,0\n":                     `"50%" is not a number`,
		"drive,amplitude,phase\n0,1,90°\n":                     `"90°" is not a number`,
		"drive,amplitude,phase\n0,1,0x10\n":                    "is not a number",
		"drive,amplitude,phase\n0,1,inf\n":                     "is not a number",
		"drive,amplitude,phase\n0,1,\n":                        `line 2: there is no value of "phase"`,
		"drive,amplitude,phase\n1,1,0\n1,1,0\n2,1,0\n":         "line 3: the drive 1 is that of the level before: sort the lines by the drive, and keep one for each",
		"drive,amplitude,phase\n2,1,0\n1,1,0\n1,1,0\n":         "line 4: the drive 1 is that of the level before: sort the lines by the drive",
		"drive,amplitude,phase\n2,1,0\n1,1,0\n3,1,0\n":         "line 4: the drive 3 is above that of the level before, 1, where those before fall: sort the lines by the drive",
		"drive,amplitude,phase\n0,1,0\n1,1,0\n0.5,1,0\n":       "line 4: the drive 0.5 is below that of the level before, 1, where those before rise: sort",
		"# phase in degrees\n" + header + "\n0,1,0\n1,1,3.5\n": "line 2: phases from 0 to 3.5, which may be the degrees that line 1 speaks of: write the unit",
		"# drive,transmission,phase\n0,1,0\n":                  `want a header; the one in line 1 will not do: "transmission" may be`,
		"some words\nmore words\n0,1,0\n":                      `line 1: want the header "drive,amplitude,phase" (phase in radians), found "some words"`,
		"some words\n":                                         "line 1: want the header",
		"level,phase@532nm (rad),phase@633nm (rad)\n0,0,0\n":   `the columns "phase@532nm (rad)" and "phase@633nm (rad)" are the same thing twice`,
		"level,phase 532nm,phase 633nm\n0,0,0\n":               "are the same thing twice",
		"\n {\"drive\": [0, 1], \"phase\": [0, 3]}\n":          "is JSON: want a table with a line for each level",
		"[[0, 1, 0], [255, 1, 3]]\n":                           "is JSON: want a table",
		"PK\x03\x04...":                                        "is a spreadsheet or an archive: save the table as CSV",
		"\x93NUMPY\x01\x00":                                    "is an array of NumPy",
		"\x1f\x8b\x08":                                         "is packed",
		"a\x00b":                                               "is no text",
		"\xff\xfed\x00r":                                       "ends inside a character of UTF-16",
	} {
		_, err := ReadCurve("lab.csv", []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "lab.csv") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

// Degrees without their unit are noticed, of any span that a display may have.
func TestReadCurveDegrees(t *testing.T) {
	table := func(title string, levels int, from, to float64) string {
		text := "drive,amplitude," + title + "\n"
		for k := range levels {
			x := from + (to-from)*float64(k)/float64(levels-1)
			text += strconv.Itoa(k) + ",1," + strconv.FormatFloat(x, 'g', -1, 64) + "\n"
		}
		return text
	}
	for _, c := range []struct {
		levels   int
		from, to float64
	}{{2, 0, 60}, {7, 0, 60}, {256, 0, 60}, {2, 0, 180}, {5, 0, 180}, {256, 0, 180}, {8, 0, 315}, {256, 0, 358.6}, {361, 0, 360}, {2, -30, 330}, {3, -90, 90},
		{4, 0, 30}, {256, 0, 20}, {3, 10, 12}, {2, 0, 10}, {3, 0, 90}, {9, 0, -40}, {4, 300, 303}} {
		if _, err := ReadCurve("lab.csv", []byte(table("phase", c.levels, c.from, c.to))); err == nil || !strings.Contains(err.Error(), "lab.csv, line 1: phases from ") ||
			!strings.Contains(err.Error(), "degrees") || !strings.Contains(err.Error(), "phase (deg) or phase (rad)") {
			t.Errorf("%d levels from %g to %g: %v", c.levels, c.from, c.to, err)
		}
		if d, err := ReadCurve("lab.csv", []byte(table("phase (deg)", c.levels, c.from, c.to))); err != nil || math.Abs(d.States[1].Phase-d.States[0].Phase-(c.to-c.from)/float64(c.levels-1)*math.Pi/180) > 1e-9 {
			t.Errorf("%d levels from %g to %g degrees: %v", c.levels, c.from, c.to, err)
		}
	}
	// Radians of what displays do are taken as they are, up to two turns; then the unit must be named.
	for _, to := range []float64{0, 1, 3, 6, 6.28, 2 * math.Pi, -2 * math.Pi, 9.42, 4 * math.Pi} {
		for _, title := range []string{"phase", "phase (rad)"} {
			if _, err := ReadCurve("lab.csv", []byte(table(title, 4, 0, to))); err != nil {
				t.Errorf("%s from 0 to %g: %v", title, to, err)
			}
		}
	}
	if _, err := ReadCurve("lab.csv", []byte(table("phase (rad)", 256, 0, 18.8))); err != nil {
		t.Error(err)
	}
	for title, to := range map[string]float64{"phase (rad)": 360, "phase (pi)": 360, "phase (2pi)": 6.28, "phase (waves)": 90} {
		if _, err := ReadCurve("lab.csv", []byte(table(title, 8, 0, to))); err == nil || !strings.Contains(err.Error(), "do not look like the unit of \""+title+`"`) {
			t.Errorf("%s from 0 to %g: %v", title, to, err)
		}
	}
}

// The states in a text are those of the file, to the last digit, and keep its name.
func TestCurveTextIsExact(t *testing.T) {
	c, err := ReadCurve("/tmp/a,b;c:d@e/my: curve.csv", []byte("drive,amplitude,phase\n0.1234567890123,0.333333333333,1.23456789012345\n1234567.125,1,2\n"))
	if err != nil {
		t.Fatal(err)
	}
	text := c.NamedText()
	again, err := ParseCurve(text)
	if err != nil || again.Name != "my_ curve.csv" || again.NamedText() != text {
		t.Fatalf("%q: %q, %v", text, again.Name, err)
	}
	for k, s := range c.States {
		if again.States[k] != s {
			t.Errorf("%v becomes %v", s, again.States[k])
		}
	}
	if plain, err := ParseCurve(c.Text()); err != nil || plain.Name != "states" || plain.NamedText() != c.Text() {
		t.Errorf("%q, %v", plain.Name, err)
	}
	if _, err := ParseCurve("states::1@0"); err == nil {
		t.Error("an empty name is taken")
	}
}
