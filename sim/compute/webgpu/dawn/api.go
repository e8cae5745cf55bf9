//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"structs"
	"unsafe"
)

// The structures of webgpu.h that are passed by address, for pointers of 64 bits.
// layout_test.go compares their offsets with the header's.

// text is WGPUStringView.
type text struct {
	_    structs.HostLayout
	data *byte
	n    uintptr
}

// callbackInfo is what all callbacks with a future have, WGPUBufferMapCallbackInfo
// and the like; it is passed by value.
type callbackInfo struct {
	_        structs.HostLayout
	next     uintptr
	mode     uint32
	_        uint32
	callback uintptr
	user1    uintptr
	user2    uintptr
}

// errorCallbackInfo is WGPUUncapturedErrorCallbackInfo.
type errorCallbackInfo struct {
	_        structs.HostLayout
	next     uintptr
	callback uintptr
	user1    uintptr
	user2    uintptr
}

// chain is WGPUChainedStruct.
type chain struct {
	_     structs.HostLayout
	next  uintptr
	sType uint32
	_     uint32
}

// shaderSource is WGPUShaderSourceWGSL.
type shaderSource struct {
	_     structs.HostLayout
	chain chain
	code  text
}

// togglesDescriptor is WGPUDawnTogglesDescriptor.
type togglesDescriptor struct {
	_             structs.HostLayout
	chain         chain
	enabledCount  uintptr
	enabled       **byte
	disabledCount uintptr
	disabled      **byte
}

// shaderDescriptor is WGPUShaderModuleDescriptor.
type shaderDescriptor struct {
	_     structs.HostLayout
	next  *shaderSource
	label text
}

// bufferDescriptor is WGPUBufferDescriptor.
type bufferDescriptor struct {
	_      structs.HostLayout
	next   uintptr
	label  text
	usage  uint64
	size   uint64
	mapped uint32
	_      uint32
}

// computeState is WGPUComputeState.
type computeState struct {
	_         structs.HostLayout
	next      uintptr
	module    uintptr
	entry     text
	constants uintptr // how many
	constant  uintptr
}

// pipelineDescriptor is WGPUComputePipelineDescriptor.
type pipelineDescriptor struct {
	_       structs.HostLayout
	next    uintptr
	label   text
	layout  uintptr
	compute computeState
}

// groupEntry is WGPUBindGroupEntry.
type groupEntry struct {
	_       structs.HostLayout
	next    uintptr
	binding uint32
	_       uint32
	buffer  uintptr
	offset  uint64
	size    uint64
	sampler uintptr
	texture uintptr
}

// groupDescriptor is WGPUBindGroupDescriptor.
type groupDescriptor struct {
	_       structs.HostLayout
	next    uintptr
	label   text
	layout  uintptr
	count   uintptr
	entries *groupEntry
}

// adapterInfo is WGPUAdapterInfo.
type adapterInfo struct {
	_                                  structs.HostLayout
	next                               uintptr
	vendor, architecture, device, desc text
	backend, kind, vendorID, deviceID  uint32
	subgroupMin, subgroupMax           uint32
}

// adapterOptions is WGPURequestAdapterOptions.
type adapterOptions struct {
	_       structs.HostLayout
	next    uintptr
	level   uint32
	power   uint32
	forced  uint32 // fallback adapter
	backend uint32
	surface uintptr
}

// limits is WGPULimits.
type limits struct {
	_                            structs.HostLayout
	next                         uintptr
	textures                     [4]uint32
	bindGroups, andVertexBuffers uint32
	bindings                     uint32
	dynamicUniform               uint32
	dynamicStorage               uint32
	sampled, samplers            uint32
	storageBuffers               uint32
	storageTextures              uint32
	uniformBuffers               uint32
	uniformBinding               uint64
	storageBinding               uint64
	uniformAlign, storageAlign   uint32
	vertexBuffers                uint32
	_                            uint32
	bufferSize                   uint64
	vertex                       [5]uint32
	workgroupStorage             uint32
	invocations                  uint32
	workgroup                    [3]uint32
	workgroups                   uint32
	immediate                    uint32
	inStages                     [4]uint32
}

// deviceDescriptor is WGPUDeviceDescriptor.
type deviceDescriptor struct {
	_            structs.HostLayout
	next         *togglesDescriptor
	label        text
	featureCount uintptr
	features     *uint32
	limits       *limits
	queueNext    uintptr
	queueLabel   text
	lost         callbackInfo
	uncaptured   errorCallbackInfo
}

// timestampWrites is WGPUPassTimestampWrites.
type timestampWrites struct {
	_        structs.HostLayout
	next     uintptr
	querySet uintptr
	begin    uint32
	end      uint32
}

// passDescriptor is WGPUComputePassDescriptor.
type passDescriptor struct {
	_          structs.HostLayout
	next       uintptr
	label      text
	timestamps *timestampWrites
}

// querySetDescriptor is WGPUQuerySetDescriptor.
type querySetDescriptor struct {
	_     structs.HostLayout
	next  uintptr
	label text
	kind  uint32
	count uint32
}

// Values of webgpu.h.
const (
	statusSuccess = 1

	modeProcessEvents = 2

	filterValidation  = 1
	filterOutOfMemory = 2
	filterInternal    = 3

	sTypeShaderSourceWGSL = 2
	sTypeDawnToggles      = 0x0005000A

	usageMapRead      = 0x1
	usageCopySrc      = 0x4
	usageCopyDst      = 0x8
	usageUniform      = 0x40
	usageStorage      = 0x80
	usageQueryResolve = 0x200

	mapRead = 1

	adapterCPU = 3

	powerHigh = 2
	levelCore = 2

	featureTimestamps = 3
	queryTimestamp    = 2

	backendNull = 1
)

func textOf(s string) text {
	if s == "" {
		return text{}
	}
	return text{data: unsafe.StringData(s), n: uintptr(len(s))}
}

func stringOf(data *byte, n uintptr) string {
	if data == nil {
		return ""
	}
	return string(unsafe.Slice(data, int(n)))
}

func (t text) String() string {
	if t.data == nil || t.n > 1<<20 {
		return ""
	}
	return stringOf(t.data, t.n)
}
