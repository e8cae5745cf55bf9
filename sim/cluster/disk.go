//go:build !js

package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// NATS writes nothing more to a stream after a write to it has failed, and answers nobody, also when there is room again,
// until it starts anew (findings/README.md): so a hub whose disk was full starts its server again. What was acknowledged is in the folder; clients come back
// by themselves, and do again what was not.

// failures is a log of a server, of which it takes the errors of writing.
type failures chan string

// Errorf is part of server.Logger.
func (f failures) Errorf(format string, v ...any) {
	text := fmt.Sprintf(format, v...)
	if !strings.Contains(text, "no space left") && !strings.Contains(text, "write error") && !strings.Contains(text, "quota exceeded") && !strings.Contains(text, "out of space") {
		return
	}
	select {
	case f <- text:
	default: // one is enough
	}
}

// Warnf and what follows are the rest of server.Logger.
func (f failures) Warnf(format string, v ...any) { f.Errorf(format, v...) }
func (f failures) Noticef(string, ...any)        {}
func (f failures) Fatalf(string, ...any)         {}
func (f failures) Debugf(string, ...any)         {}
func (f failures) Tracef(string, ...any)         {}

// mend waits for room where the hub could not write, and starts the server again.
func (h *Hub) mend(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.failed:
		}
		told := ""
		for {
			err := room(h.options.StoreDir)
			if err == nil {
				if s := h.now(); s.Running() {
					s.Shutdown()
					s.WaitForShutdown()
				}
				for len(h.failed) > 0 {
					<-h.failed
				}
				err = h.start()
			}
			if err == nil {
				break
			}
			if text := err.Error(); text != told && h.tell != nil {
				told = text
				h.tell(err)
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
		if h.tell != nil {
			h.tell(nil)
		}
	}
}

// enough is how much must be free before a hub goes on, in bytes; with less the next checkpoint would fill the disk again.
const enough = 1 << 20

// room is the error that a hub's folder cannot be written to.
func room(store string) error {
	name := filepath.Join(store, ".room")
	err := os.WriteFile(name, make([]byte, enough), 0o600)
	if e := os.Remove(name); err == nil && !errors.Is(e, os.ErrNotExist) {
		err = e
	}
	if err != nil {
		return fmt.Errorf("the hub cannot write to its folder %s: %w: make room, and it goes on by itself; nothing that it has confirmed is lost", store, err)
	}
	return nil
}
