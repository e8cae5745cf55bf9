//go:build !js

package share

import (
	"encoding/binary"

	"talbot/sim/cluster"
)

// Piece is the most of a message, in bytes.
const Piece = 1 << 18

// most is the largest of what comes in pieces, in bytes.
const most = 1 << 30

// Beacon tells of a training.
type Beacon struct {
	Run   string         `json:"run"`
	Trial *cluster.Trial `json:"trial,omitempty"`
	Ended bool           `json:"ended,omitempty"`
}

// Here tells of a helper.
type Here struct {
	Name string `json:"name"`
	Room int    `json:"room"`           // shares at once
	What string `json:"what,omitempty"` // such as "8 pages"
}

// Pieces cuts bytes into messages: each after three numbers of four bytes, little-endian: of what it is a piece, of the
// piece, from 0, and of all pieces.
func Pieces(number uint32, b []byte, send func([]byte) error) error {
	parts := max(1, (len(b)+Piece-1)/Piece)
	for i := range parts {
		piece := b[i*Piece : min(len(b), (i+1)*Piece)]
		m := make([]byte, 0, 12+len(piece))
		for _, v := range []uint32{number, uint32(i), uint32(parts)} {
			m = binary.LittleEndian.AppendUint32(m, v)
		}
		if err := send(append(m, piece...)); err != nil {
			return err
		}
	}
	return nil
}

// Whole puts pieces together, which come in order.
type Whole struct {
	number, next uint32
	bytes        []byte
}

// Add takes a piece, and gives the whole with the last one. One out of turn is left out with the rest of its kind.
func (w *Whole) Add(b []byte) (number uint32, all []byte, ok bool) {
	if len(b) < 12 {
		return 0, nil, false
	}
	number, part, parts := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:]), binary.LittleEndian.Uint32(b[8:])
	if part == 0 {
		*w = Whole{number: number}
	}
	if number != w.number || part != w.next || part >= parts || len(w.bytes)+len(b) > most {
		return 0, nil, false
	}
	w.next++
	w.bytes = append(w.bytes, b[12:]...)
	if w.next < parts {
		return 0, nil, false
	}
	all = w.bytes
	*w = Whole{}
	return number, all, true
}
