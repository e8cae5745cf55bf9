package part

import (
	"bytes"
	"testing"
)

// fuzzed is the sheet of a small mask, and its file.
func fuzzed(tb testing.TB, form string, stack bool) (*Sheet, []byte) {
	s := &Sheet{Form: form, Stack: stack, Cells: true, Process: *process(4)}
	made, err := s.Make([]MaskIn{{Number: "1", N: 6, Pitch: s.Pitch, Values: make([]float32, 36)}})
	if err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.Write(&b, made[0].Plane); err != nil {
		tb.Fatal(err)
	}
	return s, b.Bytes()
}

// FuzzRead gives every importer damaged files: each says what is wrong, or gives numbers.
func FuzzRead(f *testing.F) {
	for i, form := range Forms {
		_, b := fuzzed(f, form, false)
		f.Add(uint8(i), b)
		f.Add(uint8(i), b[:len(b)/2])
		f.Add(uint8(i), []byte{})
	}
	f.Add(uint8(1), records())
	f.Fuzz(func(t *testing.T, form uint8, b []byte) {
		s, _ := fuzzed(t, Forms[int(form)%len(Forms)], form >= 128)
		m, err := s.Read(func(string) ([]byte, error) { return b, nil })
		if err != nil {
			return
		}
		for i, v := range m.Values {
			if v-v != 0 {
				t.Fatalf("pixel %d is %v", i, v)
			}
		}
	})
}

// FuzzSheet gives the reader of sheets damaged ones.
func FuzzSheet(f *testing.F) {
	s, _ := fuzzed(f, GDSII, false)
	var b bytes.Buffer
	if err := s.WriteJSON(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := ReadSheet(b)
		if err == nil && (s.N < 1 || s.Process.Check() != nil) {
			t.Fatalf("%+v has no mask", s)
		}
	})
}
