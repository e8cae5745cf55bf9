package display

import "syscall"

func init() {
	if why := missing(); why != "" {
		if asksHelp(commandLine()) {
			syscall.Write(1, []byte(help))
			syscall.Exit(0)
		}
		line := "error: " + why + "; start it from a desktop session, or under xvfb-run\n"
		syscall.Write(2, []byte(line))
		syscall.Exit(1)
	}
}

// missing says why the X display cannot be reached, or is empty.
func missing() string {
	name, ok := syscall.Getenv("DISPLAY")
	if !ok || name == "" {
		return "there is no display: DISPLAY is not set"
	}
	number, local := socket(name)
	if !local {
		return ""
	}
	// The server listens on a file and, by most, on an abstract name too.
	path := "/tmp/.X11-unix/X" + number
	for _, p := range []string{path, "@" + path} {
		fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
		if err != nil {
			return ""
		}
		err = syscall.Connect(fd, &syscall.SockaddrUnix{Name: p})
		syscall.Close(fd)
		if err == nil {
			return ""
		}
	}
	return "the display " + name + " does not answer"
}

// socket is the number of a display like ":1" or ":1.0", and whether it is on
// this machine.
func socket(name string) (number string, local bool) {
	if len(name) >= 5 && name[:5] == "unix:" {
		name = name[4:]
	}
	if name[0] != ':' {
		return "", false
	}
	end := 1
	for end < len(name) && name[end] >= '0' && name[end] <= '9' {
		end++
	}
	return name[1:end], end > 1
}

// commandLine is the program's, each argument ended by a zero; package os has it, but
// is not there yet.
func commandLine() string {
	fd, err := syscall.Open("/proc/self/cmdline", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return ""
	}
	defer syscall.Close(fd)
	line := make([]byte, 4096)
	n, _ := syscall.Read(fd, line)
	return string(line[:max(n, 0)])
}

// asksHelp tells whether an argument of the desk's command line is --help or -h.
func asksHelp(line string) bool {
	start, first := 0, true
	for i := range len(line) {
		if line[i] != 0 {
			continue
		}
		switch arg := line[start:i]; {
		case first: // the program
		case arg == "--help" || arg == "-h":
			return true
		case arg == "--":
			return false
		}
		start, first = i+1, false
	}
	return false
}
