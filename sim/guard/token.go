package guard

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"os"
	"strings"
)

// Token is what is in a file, or else in the environment as TALBOT_TOKEN.
func Token(file string) (string, error) {
	if file == "" {
		return os.Getenv("TALBOT_TOKEN"), nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("--token-file: %w", err)
	}
	t := strings.TrimSpace(string(b))
	if t == "" {
		return "", fmt.Errorf("--token-file: %s is empty: write a long random word into it", file)
	}
	return t, nil
}

// Same tells whether a token is the wanted one, in a time that tells nothing of either.
func Same(given, want string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(want))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
