package get

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// site is a folder of .gz files on the web, by its URL with the last slash.
type site struct{ url string }

func (s site) String() string { return s.url }

const (
	attempts = 5                // connections for one file that bring nothing new
	stall    = 30 * time.Second // without a byte
	slack    = 1 << 20          // what packing may add to a file
)

// pause is the time before attempt n of a file, from 1. Tests set it to zero.
var pause = func(n int) time.Duration { return time.Duration(n) * time.Second }

var client = &http.Client{Transport: &http.Transport{
	Proxy:                 http.ProxyFromEnvironment,
	ResponseHeaderTimeout: stall,
	TLSHandshakeTimeout:   stall,
	DisableCompression:    true, // the files are .gz, and Range counts their bytes
}}

// fetch downloads each file to j.dir/NAME.gz.part, where the next run finds what
// this one could not finish.
func (s site) fetch(ctx context.Context, j *job) error {
	for _, f := range append([]file(nil), j.missing...) {
		part := filepath.Join(j.dir, f.name+".gz.part")
		resumed := size(part) > 0
		err := s.download(ctx, j, f, part)
		if err != nil {
			return err
		}
		err = j.install(f, part)
		var local *writeError
		if err != nil && !errors.As(err, &local) {
			// What was there was of another copy, or damaged: begin anew, once.
			if e := os.Remove(part); e != nil {
				return &writeError{e}
			}
			if !resumed {
				return err
			}
			if e := s.download(ctx, j, f, part); e != nil {
				return e
			}
			if err = j.install(f, part); err != nil && !errors.As(err, &local) {
				os.Remove(part)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// download makes part whole. A connection that breaks is taken up again where it
// broke, as long as each brings something, and a few times when it does not.
func (s site) download(ctx context.Context, j *job, f file, part string) error {
	for failed := 0; ; {
		before := size(part)
		err := s.connect(ctx, j, f, part)
		if err == nil {
			return nil
		}
		var final *finalError
		var local *writeError
		if errors.As(err, &final) || errors.As(err, &local) || ctx.Err() != nil {
			return err
		}
		if failed++; size(part) > before {
			failed = 1
		}
		if failed == attempts {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause(failed)):
		}
	}
}

// finalError is a failure that trying again does not mend.
type finalError struct{ msg string }

func (e *finalError) Error() string { return e.msg }

// connect asks once for what part lacks and appends it.
func (s site) connect(ctx context.Context, j *job, f file, part string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+f.name+".gz", nil)
	if err != nil {
		return &finalError{err.Error()}
	}
	have := size(part)
	if have > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()

	mode := os.O_CREATE | os.O_WRONLY
	switch {
	case resp.StatusCode == http.StatusOK:
		have, mode = 0, mode|os.O_TRUNC // the server begins anew
	case resp.StatusCode == http.StatusPartialContent && strings.HasPrefix(resp.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", have)):
		mode |= os.O_APPEND
	case resp.StatusCode == http.StatusRequestedRangeNotSatisfiable &&
		resp.Header.Get("Content-Range") == "bytes */"+strconv.FormatInt(have, 10):
		return nil // it was whole already
	case resp.StatusCode == http.StatusPartialContent || resp.StatusCode == http.StatusRequestedRangeNotSatisfiable:
		if err := os.Remove(part); err != nil {
			return &writeError{err}
		}
		return fmt.Errorf("the server answered %s to a request for the rest of %s", resp.Status, f.name)
	case resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests:
		return fmt.Errorf("the server answered %s for %s", resp.Status, f.name)
	default:
		return &finalError{fmt.Sprintf("the server answered %s for %s", resp.Status, f.name)}
	}
	whole := have + max(resp.ContentLength, 0)
	if resp.ContentLength < 0 {
		whole = f.size
	}
	if whole > f.size+slack {
		return &finalError{fmt.Sprintf("%s has %d bytes there, more than it can have", f.name, whole)}
	}

	out, err := os.OpenFile(part, mode, 0o644)
	if err != nil {
		return &writeError{err}
	}
	watch := time.AfterFunc(stall, func() { cancel(fmt.Errorf("no byte for %v", stall)) })
	defer watch.Stop()
	body := &meter{r: io.LimitReader(resp.Body, f.size+slack-have), moved: func(n int64) {
		watch.Reset(stall)
		j.progress(int64(float64(f.size) * min(1, float64(have+n)/float64(max(whole, 1)))))
	}}
	_, err = io.Copy(&writer{f: out}, body)
	if err != nil && context.Cause(ctx) != nil {
		err = context.Cause(ctx)
	}
	if e := out.Sync(); e != nil && err == nil {
		err = &writeError{e}
	}
	if e := out.Close(); e != nil && err == nil {
		err = &writeError{e}
	}
	return err
}

// meter tells moved how many bytes it has read.
type meter struct {
	r     io.Reader
	n     int64
	moved func(n int64)
}

func (m *meter) Read(b []byte) (int, error) {
	n, err := m.r.Read(b)
	if m.n += int64(n); n > 0 {
		m.moved(m.n)
	}
	return n, err
}

// size is the length of the file at path, or 0 when there is none.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
