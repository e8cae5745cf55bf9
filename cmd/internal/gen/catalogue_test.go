package main

import (
	"bytes"
	"os"
	"testing"
)

// The page lists the presets that the engines have.
func TestCatalogueIsOfTheseSystems(t *testing.T) {
	want, err := catalogue(os.DirFS("../../../assets/masks"))
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

// TestEngines: the engines that the page loads for a system link it.
func TestEngines(t *testing.T) {
	for system, program := range engines {
		if program == "" { // the page does not have it
			continue
		}
		b, err := os.ReadFile("../../../wasm/" + program + "/main.go")
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(b, []byte(`"talbot/sim/system/`+system+`"`)) {
			t.Errorf("wasm/%s does not import system %s", program, system)
		}
	}
}
