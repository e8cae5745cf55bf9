package window

import "testing"

// The last words of a panel's program are what is wrong, and not that a screen has no file of keys.
func TestLastWords(t *testing.T) {
	var p tail
	for _, s := range []string{"XGB: conn.go:47: Could not get authority info: open /root/.Xauthority: no such file or directory\nXGB: conn.go:48: Trying connec", "tion without authority info...\nerror: picture 1 is not on monitor screen\n"} {
		if _, err := p.Write([]byte(s)); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.text(); got != " (error: picture 1 is not on monitor screen)" {
		t.Errorf("%q", got)
	}
	if got := new(tail).text(); got != "" {
		t.Errorf("%q", got)
	}
}
