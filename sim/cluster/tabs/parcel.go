//go:build !js

package tabs

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"talbot/sim/cluster/attempt"
)

// Part is the most of a message, in bytes, as site/later/nats.js has it.
const Part = 1 << 19

// most is the largest parcel: a checkpoint and a curve, in bytes.
const most = 1 << 30

// Parcel is what a page keeps: a checkpoint, or a result, which has an outcome. On its way it is four bytes, the length
// of a JSON text, little-endian, that text, the checkpoint and the curve; and cut into pieces, each after three numbers
// of four bytes: of the parcel, of the piece, from 0, and of all pieces.
type Parcel struct {
	Number     int              `json:"number"` // of the order
	Epoch      float64          `json:"epoch"`
	Done       float64          `json:"done"`
	Outcome    *attempt.Outcome `json:"outcome"`
	Device     string           `json:"device"`
	Checkpoint int              `json:"checkpoint"` // bytes
	At         attempt.At       `json:"-"`
}

// pieces puts parcels together.
type pieces struct {
	number, next uint32
	bytes        []byte
}

// add takes a piece; it gives the parcel with the last one, nil before. A piece out of turn, as of a trial that has
// ended here meanwhile, is left out.
func (p *pieces) add(b []byte) (*Parcel, error) {
	if len(b) < 12 {
		return nil, errors.New("a piece without a head")
	}
	number, part, parts := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:]), binary.LittleEndian.Uint32(b[8:])
	if part == 0 {
		*p = pieces{number: number}
	}
	if number != p.number || part != p.next || part >= parts {
		return nil, nil
	}
	if len(p.bytes)+len(b) > most {
		return nil, fmt.Errorf("a parcel has more than %d bytes", most)
	}
	p.next++
	p.bytes = append(p.bytes, b[12:]...)
	if p.next < parts {
		return nil, nil
	}
	all := p.bytes
	*p = pieces{}
	return open(all)
}

func open(b []byte) (*Parcel, error) {
	if len(b) < 4 || uint64(len(b)-4) < uint64(binary.LittleEndian.Uint32(b)) {
		return nil, errors.New("a parcel is cut off")
	}
	text, rest := b[4:4+binary.LittleEndian.Uint32(b)], b[4+binary.LittleEndian.Uint32(b):]
	var p Parcel
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, fmt.Errorf("a parcel is damaged: %w", err)
	}
	if p.Checkpoint <= 0 || p.Checkpoint > len(rest) {
		return nil, fmt.Errorf("a parcel has %d bytes and says %d of its checkpoint", len(rest), p.Checkpoint)
	}
	p.At = attempt.At{Checkpoint: rest[:p.Checkpoint], Curve: rest[p.Checkpoint:]}
	return &p, nil
}
