package main

import (
	"bytes"
	"os"
	"testing"
)

// The page lists the presets that the engines have.
func TestCatalogueIsOfTheseSystems(t *testing.T) {
	want, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../../site/catalogue.js")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("site/catalogue.js is not what the systems have: run go run ./cmd/internal/gen")
	}
}
