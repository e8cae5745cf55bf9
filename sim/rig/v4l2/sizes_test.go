//go:build linux && (amd64 || arm64)

package v4l2

import "testing"

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Numbers of calls, and with them the structures' sizes, are those that a C compiler makes of linux/videodev2.h.
func TestSizes(t *testing.T) {
	for got, want := range map[uintptr]uintptr{
		queryCap: 0x80685600, enumFormats: 0xc0405602, getFormat: 0xc0d05604, setFormat: 0xc0d05605, reqBuffers: 0xc0145608, queryBuffer: 0xc0585609,
		enqueue: 0xc058560f, dequeue: 0xc0585611, streamOn: 0x40045612, streamOff: 0x40045613, getParm: 0xc0cc5615, setParm: 0xc0cc5616,
		getControl: 0xc008561b, setControl: 0xc008561c, queryCtrl: 0xc0445624, setPriority: 0x40045644, getExtControl: 0xc0205647,
		enumSizes: 0xc02c564a, getSelection: 0xc040565e, setSelection: 0xc040565f,
	} {
		if got != want {
			t.Errorf("a call is %#x, want %#x", got, want)
		}
	}
}
