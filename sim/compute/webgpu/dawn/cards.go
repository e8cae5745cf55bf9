//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"unsafe"

	"github.com/ebitengine/purego"
)

// Card is a GPU of this machine.
type Card struct {
	Number   int // the order in which the driver lists them
	Name     string
	Software bool // a program
}

// enumerate is Dawn's C++ function dawn::native::InstanceBase::EnumerateAdapters: its C
// interface gives the fastest adapter alone. The name is that of the Itanium ABI, and
// the way the result, a std::vector, is returned that of x86-64.
const enumerate = "_ZN4dawn6native12InstanceBase17EnumerateAdaptersEPKNS0_21RequestAdapterOptionsE"

// Cards lists the GPUs that the library at a path can drive. Where the library cannot
// list them, which is so but on x86-64 and in other versions of it, the fastest stands alone.
func Cards(path string) ([]Card, error) {
	lib, err := load(path)
	if err != nil {
		return nil, err
	}
	d := &driver{lib: lib}
	if err := d.start(); err != nil {
		return nil, err
	}
	cards, _, err := d.cards()
	return cards, err
}

// cards lists the GPUs and their adapters.
func (d *driver) cards() (cards []Card, adapters []uintptr, err error) {
	all := d.enumerate()
	if all == nil {
		a, err := d.fastest()
		if err != nil {
			return nil, nil, err
		}
		all = []uintptr{a}
	}
	// One card may be there by several graphics interfaces; the first one's order counts.
	var first uint32
	for _, a := range all {
		info := d.describe(a)
		if info.backend == backendNull || first != 0 && info.backend != first {
			continue
		}
		first = info.backend
		cards = append(cards, Card{Number: len(cards), Name: info.name(), Software: info.kind == adapterCPU})
		adapters = append(adapters, a)
	}
	if len(cards) == 0 {
		return nil, nil, fmt.Errorf("webgpu: there is no GPU driver here (what warnings there are come from the library): %s", noDriver())
	}
	return cards, adapters, nil
}

// enumerate is nil where the library has no way to list adapters that is known.
func (d *driver) enumerate() []uintptr {
	if runtime.GOARCH != "amd64" {
		return nil
	}
	f, err := purego.Dlsym(d.lib.handle, enumerate)
	if err != nil {
		return nil
	}
	// The vector is kept: Dawn owns the memory, and the adapters live as long as the instance.
	vector := new([3]unsafe.Pointer) // begin, end, end of capacity
	call(f, uintptr(unsafe.Pointer(vector)), d.instance, 0)
	n := int(uintptr(vector[1])-uintptr(vector[0])) / int(unsafe.Sizeof(uintptr(0)))
	if vector[0] == nil || n < 1 || n > 1000 {
		return nil
	}
	return append([]uintptr(nil), unsafe.Slice((*uintptr)(vector[0]), n)...)
}

// describe is what an adapter says of itself.
func (d *driver) describe(adapter uintptr) *adapterInfo {
	info := new(adapterInfo)
	call(d.lib.adapterInfo, adapter, uintptr(unsafe.Pointer(info)))
	return info
}

func (a *adapterInfo) name() string {
	if name := a.device.String(); name != "" {
		return name
	}
	return a.desc.String()
}

// choose is the adapter of the card that the options name: by its number, or by a part
// of its name that only one has.
func (d *driver) choose(card string) (uintptr, error) {
	cards, adapters, err := d.cards()
	if err != nil {
		return 0, err
	}
	var list []string
	found := -1
	number, notNumber := strconv.Atoi(card)
	for i, c := range cards {
		list = append(list, fmt.Sprintf("%d (%s)", c.Number, c.Name))
		switch {
		case notNumber == nil && c.Number == number:
			return adapters[i], nil
		case notNumber != nil && strings.Contains(strings.ToLower(c.Name), strings.ToLower(card)):
			if found >= 0 {
				return 0, fmt.Errorf("webgpu: %q fits several GPUs: choose one by its number: %s", card, strings.Join(list, ", "))
			}
			found = i
		}
	}
	if found < 0 {
		return 0, fmt.Errorf("webgpu: there is no GPU %q here; there are %s", card, strings.Join(list, ", "))
	}
	return adapters[found], nil
}
