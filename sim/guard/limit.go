package guard

import (
	"golang.org/x/time/rate"
)

// Crowd counts those who are in, and lets no more in than there is room for.
type Crowd struct{ room chan struct{} }

// NewCrowd has room for n.
func NewCrowd(n int) *Crowd { return &Crowd{make(chan struct{}, n)} }

// Enter tells whether there was room; who entered must leave once.
func (c *Crowd) Enter() bool {
	select {
	case c.room <- struct{}{}:
		return true
	default:
		return false
	}
}

// Leave makes room.
func (c *Crowd) Leave() { <-c.room }

// Pace is how often one client may ask: so many messages a second, and up to burst at once.
// Its Wait holds a client back, its Allow refuses.
func Pace(perSecond float64, burst int) *rate.Limiter {
	return rate.NewLimiter(rate.Limit(perSecond), burst)
}
