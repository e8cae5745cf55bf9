//go:build darwin || linux

package work

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// The folder of a worker that was killed is removed by the next one; that of one that runs, in this program or another, stays.
func TestFolders(t *testing.T) {
	temp := t.TempDir()
	if at := os.Getenv("TALBOT_FOLDER"); at != "" { // the other program
		path, _, err := folder(at)
		if err == nil {
			err = os.WriteFile(filepath.Join(path, "file"), []byte("kept"), 0o666)
		}
		fmt.Println(path, err)
		select {}
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	other := exec.Command(program, "-test.run=^TestFolders$")
	other.Env = append(os.Environ(), "TALBOT_FOLDER="+temp)
	out, err := other.StdoutPipe()
	if err == nil {
		err = other.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Process.Kill(); _ = other.Wait() }()
	var theirs, wrong string
	line, _ := bufio.NewReader(out).ReadString('\n')
	if fmt.Sscan(line, &theirs, &wrong); wrong != "<nil>" {
		t.Fatalf("the other program says %q", line)
	}
	is := func(path string) bool { _, err := os.Stat(path); return err == nil }
	ours, end, err := folder(temp)
	if err != nil {
		t.Fatal(err)
	}
	second, endSecond, err := folder(temp)
	if err != nil || !is(theirs) || !is(ours) || second == ours {
		t.Fatalf("while all run: theirs %v, ours %v, %v", is(theirs), is(ours), err)
	}
	endSecond()
	if is(second) {
		t.Error("a folder is there after its end")
	}
	_ = other.Process.Kill()
	_ = other.Wait()
	if !is(theirs) {
		t.Fatal("it was gone before the next worker came")
	}
	_, endThird, err := folder(temp)
	if err != nil || is(theirs) || !is(ours) {
		t.Errorf("after a kill: theirs %v, ours %v, %v", is(theirs), is(ours), err)
	}
	endThird()
	end()
}

// Workers that begin at once get a folder each that lasts.
func TestFoldersAtOnce(t *testing.T) {
	temp := t.TempDir()
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 20 {
				path, end, err := folder(temp)
				if err == nil {
					err = os.WriteFile(filepath.Join(path, "file"), nil, 0o666)
				}
				if err == nil {
					_, err = os.Stat(path)
				}
				if err != nil {
					t.Error(err)
					return
				}
				end()
			}
		})
	}
	wait.Wait()
	if left, _ := os.ReadDir(temp); len(left) > 0 {
		t.Errorf("%d folders are left", len(left))
	}
}
