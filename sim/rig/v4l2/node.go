//go:build linux && (amd64 || arm64)

package v4l2

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"talbot/sim/rig"
)

// node is a device's file, or what a test has instead. Errors are of type unix.Errno.
type node interface {
	ioctl(request uintptr, arg unsafe.Pointer) error
	mmap(offset int64, length int) ([]byte, error)
	munmap(b []byte) error
	// poll waits until a buffer can be taken; EPIPE is for a stream that has ended in an error.
	poll(d time.Duration) (bool, error)
	Close() error
}

// file is the kernel's.
type file int

func openFile(path string) (node, error) {
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	switch {
	case err == nil:
		return file(fd), nil
	case errors.Is(err, fs.ErrNotExist) || err == unix.ENODEV || err == unix.ENXIO:
		return nil, fmt.Errorf("v4l2: there is no camera %s: see talbot rig list", path)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("v4l2: %s may not be opened: become a member of its group, which mostly is video (sudo usermod -aG video $USER), and log in again", path)
	case err == unix.EBUSY:
		return nil, fmt.Errorf("v4l2: %s: %w", path, ErrBusy)
	}
	return nil, fmt.Errorf("v4l2: %s: %w", path, err)
}

func (f file) ioctl(request uintptr, arg unsafe.Pointer) error {
	for {
		_, _, e := unix.Syscall(unix.SYS_IOCTL, uintptr(f), request, uintptr(arg))
		if e == unix.EINTR {
			continue
		}
		if e != 0 {
			return e
		}
		return nil
	}
}

func (f file) mmap(offset int64, length int) ([]byte, error) {
	return unix.Mmap(int(f), offset, length, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
}

func (f file) munmap(b []byte) error { return unix.Munmap(b) }

func (f file) poll(d time.Duration) (bool, error) {
	p := []unix.PollFd{{Fd: int32(f), Events: unix.POLLIN}}
	n, err := unix.Poll(p, int(d.Milliseconds()))
	switch {
	case err == unix.EINTR:
		return false, nil
	case err != nil:
		return false, err
	case n > 0 && p[0].Revents&unix.POLLIN == 0:
		return false, unix.EPIPE
	}
	return n > 0, nil
}

func (f file) Close() error { return unix.Close(int(f)) }

// ask makes a call with a structure, and names what has gone wrong; a device that was unplugged is rig.ErrGone.
func ask[T any](n node, what string, request uintptr, arg *T) error {
	err := n.ioctl(request, unsafe.Pointer(arg))
	runtime.KeepAlive(arg)
	return named(what, err)
}

func named(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case err == unix.ENODEV || err == unix.ENXIO || err == unix.ESHUTDOWN:
		return fmt.Errorf("v4l2: %s: %w", what, rig.ErrGone)
	case err == unix.EBUSY:
		return fmt.Errorf("v4l2: %s: %w", what, ErrBusy)
	}
	return fmt.Errorf("v4l2: %s: %w", what, err)
}

// within runs calls of the kernel, which may block for long when a camera has gone: past the deadline they are
// left to themselves, and the error is rig.ErrGone.
func within(d time.Duration, what string, call func() error) error {
	done := make(chan error, 1)
	go func() { done <- call() }()
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case err := <-done:
		return err
	case <-t.C:
		return fmt.Errorf("v4l2: %s took longer than %v: %w", what, d, rig.ErrGone)
	}
}

// text is a field that ends with a 0.
func text(b []byte) string {
	s, _, _ := strings.Cut(string(b), "\x00")
	return strings.TrimSpace(s)
}

// abilities asks what a device is; it is an error for one that is no camera with streams.
func abilities(n node) (capability, error) {
	var c capability
	if err := ask(n, "what the device is", queryCap, &c); err != nil {
		return c, err
	}
	can := c.All
	if can&hasOwn != 0 {
		can = c.Own
	}
	switch {
	case can&canCapture == 0 && can&canMulti != 0:
		return c, fmt.Errorf("v4l2: %s has frames of several planes only, which are not taken", text(c.Card[:]))
	case can&canCapture == 0:
		return c, fmt.Errorf("v4l2: %s is no camera: see talbot rig list", text(c.Card[:]))
	case can&canStream == 0:
		return c, fmt.Errorf("v4l2: %s gives no streams", text(c.Card[:]))
	}
	return c, nil
}

// offered are a device's formats, all of them.
func offered(n node) (codes []uint32) {
	for i := uint32(0); i < 256; i++ {
		d := fmtdesc{Index: i, Type: capture}
		if ask(n, "its formats", enumFormats, &d) != nil {
			break
		}
		codes = append(codes, d.Code)
	}
	return codes
}

// List finds the cameras of this computer.
func List() ([]Device, error) {
	paths, err := filepath.Glob("/dev/video*")
	if err != nil {
		return nil, err
	}
	var all []Device
	for _, p := range paths {
		found := make(chan Device, 1)
		_ = within(6*time.Second, p, func() error {
			n, err := openFile(p)
			if err != nil {
				return err
			}
			defer n.Close()
			c, err := abilities(n)
			if err != nil {
				return err
			}
			d := Device{Path: p, Driver: text(c.Driver[:]), Model: text(c.Card[:]), Bus: text(c.Bus[:])}
			for _, code := range offered(n) {
				for _, f := range formats {
					if f.code == code && !slices.Contains(d.Formats, f.name) {
						d.Formats = append(d.Formats, f.name)
					}
				}
			}
			found <- d
			return nil
		})
		select {
		case d := <-found:
			all = append(all, d)
		default:
		}
	}
	return all, nil
}
