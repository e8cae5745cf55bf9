package main

import (
	"fmt"
	"strconv"
	"time"
)

// thousands writes 60000 as 60,000.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// clock writes seconds as 0:07, 12:34 or 1:02:03.
func clock(seconds float64) string {
	d := time.Duration(seconds * float64(time.Second)).Round(time.Second)
	h, m, s := int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60
	if h > 0 {
		return fmt.Sprintf("%d:%02d:%02d", h, m, s)
	}
	return fmt.Sprintf("%d:%02d", m, s)
}

// percentRange writes an interval of shares.
func percentRange(low, high float64) string { return fmt.Sprintf("%.2f to %.2f %%", 100*low, 100*high) }

func percent(share float64) string { return fmt.Sprintf("%.2f %%", 100*share) }

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
