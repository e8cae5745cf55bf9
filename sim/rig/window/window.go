// Package window drives a panel that is a monitor for its computer, as most spatial light modulators are: a
// program of its own for each panel, "talbot-desk slm", fills that monitor's pixels one by one. It is a program of its own
// as windows can end a program in ways that it cannot prevent, and as talbot needs no C library so.
//
// The programs speak through the child's input and output: pictures as frames of bytes, see Picture, and answers as lines of
// JSON, see Answer.
//
// How far it is verified: pixel by pixel on virtual screens (Xvfb), where what the screen shows is read
// back from the X server. No panel has been tried by anybody. Windows and macOS: it is built, and nobody has tried it.
package window

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Picture is what a panel is to show: levels of 8 bits, [Ny][Nx].
type Picture struct {
	Seq    uint64
	Nx, Ny int
	Levels []byte
}

const magic = "TSLM"

// Write sends a picture.
func (p Picture) Write(w io.Writer) error {
	head := append(make([]byte, 0, 20), magic...)
	head = binary.LittleEndian.AppendUint64(head, p.Seq)
	head = binary.LittleEndian.AppendUint32(head, uint32(p.Nx))
	head = binary.LittleEndian.AppendUint32(head, uint32(p.Ny))
	if _, err := w.Write(head); err != nil {
		return err
	}
	_, err := w.Write(p.Levels)
	return err
}

// Read takes the next picture, which must have nx x ny pixels; io.EOF says that there will be none.
func Read(r io.Reader, nx, ny int) (Picture, error) {
	var head [20]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return Picture{}, err
	}
	p := Picture{binary.LittleEndian.Uint64(head[4:]), int(binary.LittleEndian.Uint32(head[12:])), int(binary.LittleEndian.Uint32(head[16:])), nil}
	if string(head[:4]) != magic {
		return p, errors.New("what comes in is no picture: it must begin with " + magic)
	}
	if p.Nx != nx || p.Ny != ny {
		return p, fmt.Errorf("a picture of %d x %d pixels does not fit this panel, which has %d x %d", p.Nx, p.Ny, nx, ny)
	}
	p.Levels = make([]byte, nx*ny)
	if _, err := io.ReadFull(r, p.Levels); err != nil {
		return p, fmt.Errorf("a picture ends too early: %w", err)
	}
	return p, nil
}

// Answer is a line of the child's output: one of its fields is set.
type Answer struct {
	Ready *Ready `json:"ready,omitempty"`
	Shown *Done  `json:"shown,omitempty"`
	Error string `json:"error,omitempty"` // the last line, when there is one
}

// Ready says that the window fills its monitor, and that a test picture was read back as it was given.
type Ready struct {
	Monitor  string  `json:"monitor"`
	Model    string  `json:"model,omitempty"`
	Serial   string  `json:"serial,omitempty"`
	Nx       int     `json:"nx"`
	Ny       int     `json:"ny"`
	Refresh  float64 `json:"refresh"` // as the monitor says, or 0
	Process  int     `json:"process"`
	Verified string  `json:"verified"` // where pixels are read back from: "screen", or "window" as drawn, where no screen can be read
}

// Done says that a picture was swapped in.
type Done struct {
	Seq  uint64 `json:"seq"`
	Time int64  `json:"time"` // ns since 1970, when the swap had returned
	Read bool   `json:"read"` // it has been read back, and was right
}

// Tell writes an answer.
func Tell(w io.Writer, a Answer) error { return json.NewEncoder(w).Encode(a) }

// answers reads the child's output until its end.
func answers(r io.Reader, to chan<- Answer) {
	defer close(to)
	s := bufio.NewScanner(r)
	for s.Scan() {
		var a Answer
		if err := json.Unmarshal(s.Bytes(), &a); err == nil {
			to <- a
		}
	}
}

// Ends are what a panel shows when its program is told to end, or its parent has gone: its last picture until
// somebody closes the window, nothing, or a grating that sends the light aside.
var Ends = []string{"hold", "blank", "park"}

// Park is a blazed grating of so many pixels a period, by which no light stays where it may do harm.
func Park(nx, ny int) []byte {
	v := make([]byte, nx*ny)
	for i := range v {
		v[i] = byte(i % nx % ParkPeriod * 256 / ParkPeriod)
	}
	return v
}

// ParkPeriod is that of Park.
const ParkPeriod = 8
