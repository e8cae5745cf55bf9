package main

import (
	"encoding/json"
	"time"

	"talbot/sim/compute"
	"talbot/sim/compute/webgpu"
	"talbot/sim/experiment"
)

// programBegan is when this program's own code began to run.
var programBegan = time.Now()

// firstUpdate is what the time before a run's first update went to, in seconds, one part behind the other but for
// the device, which is opened while pictures are read.
type firstUpdate struct {
	Event    string          `json:"event"`   // "first"
	Seconds  float64         `json:"seconds"` // all of it
	Pictures float64         `json:"pictures_s"`
	Device   float64         `json:"device_s"`  // to open it, of which Wait was waited for
	Wait     float64         `json:"waiting_s"` // for the device, when the pictures were read
	Network  float64         `json:"network_s"` // its arrays and programs
	Folder   float64         `json:"folder_s"`
	Update   float64         `json:"update_s"`
	GPU      *webgpu.Opening `json:"gpu,omitempty"`

	last time.Time
}

// lap is the time since the last one, or since the program began.
func (f *firstUpdate) lap() float64 {
	from := f.last
	if from.IsZero() {
		from = programBegan
	}
	f.last = time.Now()
	return f.last.Sub(from).Seconds()
}

func (f *firstUpdate) pictures() { f.Pictures = f.lap() }
func (f *firstUpdate) network()  { f.Network = f.lap() }
func (f *firstUpdate) folder()   { f.Folder = f.lap() }

// device notes how long it took to open it.
func (f *firstUpdate) device(took float64) { f.Device, f.Wait = took, f.lap() }

// made notes the first update, and tells whether this was it.
func (f *firstUpdate) made(dev compute.Device) bool {
	if f.Event != "" {
		return false
	}
	f.Event, f.Update, f.Seconds = "first", f.lap(), time.Since(programBegan).Seconds()
	if g, ok := dev.(*webgpu.Device); ok {
		o := g.Opening()
		f.GPU = &o
	}
	return true
}

// told writes an event, and behind that of the first update what the time before it went to.
func (t *training) told(to *json.Encoder, e experiment.Event, dev compute.Device) {
	first := e.Kind == "step" && t.first.made(dev)
	_ = to.Encode(e) // a reader that went away must not stop the training
	if first {
		_ = to.Encode(&t.first)
	}
}

// opening is a device that is being opened.
type opening struct {
	open func() (compute.Device, error)
	done chan struct{} // nil for one that is opened when it is waited for
	dev  compute.Device
	err  error
	took float64 // s
}

// opening begins to open the device, beside other work where it is a GPU. What is free for a processor is looked at
// later, when the rest is in memory.
func (d *deviceFlags) opening() *opening {
	o := d.later()
	if d.mayBeGPU() {
		o.done = make(chan struct{})
		go func() {
			defer close(o.done)
			o.now()
		}()
	}
	return o
}

// later is the device, to be opened when it is waited for.
func (d *deviceFlags) later() *opening { return &opening{open: d.open} }

func (o *opening) now() {
	began := time.Now()
	o.dev, o.err = o.open()
	o.took = time.Since(began).Seconds()
}

// wait is the device.
func (o *opening) wait() (compute.Device, error) {
	if o.done == nil {
		o.now()
	} else {
		<-o.done
	}
	return o.dev, o.err
}

// discard closes the device, which nobody wants any more.
func (o *opening) discard() {
	if o.done == nil {
		return
	}
	if dev, err := o.wait(); err == nil {
		dev.Close()
	}
}
