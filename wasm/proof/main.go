//go:build js && wasm

package main

import (
	"syscall/js"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/browser"
	"talbot/sim/errs"
	"talbot/sim/validate"
)

func main() {
	p := &proof{processor: cpu.Open(1), queue: make(chan request, 64)}
	js.Global().Set("talbot", js.FuncOf(func(_ js.Value, args []js.Value) any {
		p.queue <- request{args[0], args[1]}
		return nil
	}))
	for r := range p.queue { // a GPU answers later, which a callback must not wait for
		answer, err := p.do(r.message)
		if err != nil {
			answer = reply{"kind": "error", "text": err.Error()}
		}
		r.answer.Invoke([]any{answer})
	}
}

type (
	reply   = map[string]any
	request struct{ message, answer js.Value }
)

type proof struct {
	processor compute.Device
	gpu       *browser.GPU // once opened
	queue     chan request
}

func (p *proof) do(m js.Value) (reply, error) {
	switch op := m.Get("op").String(); op {
	case "gpu":
		if err := p.open(); err != nil {
			return nil, err
		}
		info := p.gpu.Info()
		return reply{"kind": "gpu", "name": info.Name, "software": info.Software}, nil
	case "case":
		return p.run(m.Get("name").String(), m.Get("gpu").Truthy())
	default:
		return nil, errs.New("there is no operation \"", op, "\"")
	}
}

// open opens the GPU, if that was not done.
func (p *proof) open() (err error) {
	if p.gpu == nil {
		p.gpu, err = browser.Open(js.Global().Get("openGPU"))
	}
	return err
}

func (p *proof) run(id string, gpu bool) (reply, error) {
	dev := p.processor
	if gpu {
		if err := p.open(); err != nil {
			return nil, err
		}
		dev = p.gpu.Device(webgpu.Tune{})
	}
	for _, c := range validate.Cases() {
		if c.ID != id {
			continue
		}
		r, err := c.Check(validate.On(dev))
		if err != nil {
			return nil, err
		}
		return reply{"kind": "case", "value": r.Value, "allowed": r.Bound, "claim": c.Claim, "measure": c.Measure}, nil
	}
	return nil, errs.New("there is no case \"", id, "\"")
}
