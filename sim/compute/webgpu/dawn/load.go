//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"fmt"

	"github.com/ebitengine/purego"
)

// library is Dawn loaded: the addresses of its functions. call calls one of them with
// arguments that are numbers and addresses; those that take a callback by value have
// Go functions of their own.
type library struct {
	handle uintptr

	createInstance, processEvents                         uintptr
	adapterInfo, adapterLimits, adapterHas                uintptr
	queue, createShader, createBuffer                     uintptr
	pipelineLayout, createGroup, createEncoder, createSet uintptr
	beginPass, setPipeline, setGroup, dispatch, endPass   uintptr
	copyBuffer, finish, submit, writeBuffer, resolveSet   uintptr
	mapped, unmap, pushScope, destroyBuffer, forceLoss    uintptr
	releaseBuffer, releaseGroup, releaseCommands          uintptr
	releasePass, releaseEncoder, releaseLayout            uintptr
	releaseShader, releaseSet, releaseDevice              uintptr
	destroyDevice                                         uintptr

	requestAdapter func(instance uintptr, options *adapterOptions, c callbackInfo) uint64
	requestDevice  func(adapter uintptr, d *deviceDescriptor, c callbackInfo) uint64
	mapAsync       func(buffer uintptr, mode uint64, at, size uintptr, c callbackInfo) uint64
	createPipeline func(device uintptr, d *pipelineDescriptor, c callbackInfo) uint64
	popScope       func(device uintptr, c callbackInfo) uint64
}

func call(f uintptr, args ...uintptr) uintptr {
	r, _, _ := purego.SyscallN(f, args...)
	return r
}

// load opens Dawn's shared library.
func load(path string) (*library, error) {
	lib, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, fmt.Errorf("webgpu: cannot load %s: %w", path, err)
	}
	l := &library{handle: lib}
	for name, to := range map[string]*uintptr{
		"wgpuCreateInstance":                       &l.createInstance,
		"wgpuInstanceProcessEvents":                &l.processEvents,
		"wgpuAdapterGetInfo":                       &l.adapterInfo,
		"wgpuAdapterGetLimits":                     &l.adapterLimits,
		"wgpuAdapterHasFeature":                    &l.adapterHas,
		"wgpuDeviceGetQueue":                       &l.queue,
		"wgpuDeviceCreateShaderModule":             &l.createShader,
		"wgpuDeviceCreateBuffer":                   &l.createBuffer,
		"wgpuComputePipelineGetBindGroupLayout":    &l.pipelineLayout,
		"wgpuDeviceCreateBindGroup":                &l.createGroup,
		"wgpuDeviceCreateCommandEncoder":           &l.createEncoder,
		"wgpuDeviceCreateQuerySet":                 &l.createSet,
		"wgpuCommandEncoderBeginComputePass":       &l.beginPass,
		"wgpuComputePassEncoderSetPipeline":        &l.setPipeline,
		"wgpuComputePassEncoderSetBindGroup":       &l.setGroup,
		"wgpuComputePassEncoderDispatchWorkgroups": &l.dispatch,
		"wgpuComputePassEncoderEnd":                &l.endPass,
		"wgpuCommandEncoderCopyBufferToBuffer":     &l.copyBuffer,
		"wgpuCommandEncoderResolveQuerySet":        &l.resolveSet,
		"wgpuCommandEncoderFinish":                 &l.finish,
		"wgpuQueueSubmit":                          &l.submit,
		"wgpuQueueWriteBuffer":                     &l.writeBuffer,
		"wgpuBufferGetConstMappedRange":            &l.mapped,
		"wgpuBufferUnmap":                          &l.unmap,
		"wgpuBufferDestroy":                        &l.destroyBuffer,
		"wgpuBufferRelease":                        &l.releaseBuffer,
		"wgpuBindGroupRelease":                     &l.releaseGroup,
		"wgpuBindGroupLayoutRelease":               &l.releaseLayout,
		"wgpuCommandBufferRelease":                 &l.releaseCommands,
		"wgpuCommandEncoderRelease":                &l.releaseEncoder,
		"wgpuComputePassEncoderRelease":            &l.releasePass,
		"wgpuShaderModuleRelease":                  &l.releaseShader,
		"wgpuQuerySetRelease":                      &l.releaseSet,
		"wgpuDevicePushErrorScope":                 &l.pushScope,
		"wgpuDeviceForceLoss":                      &l.forceLoss,
		"wgpuDeviceDestroy":                        &l.destroyDevice,
		"wgpuDeviceRelease":                        &l.releaseDevice,
	} {
		if *to, err = purego.Dlsym(lib, name); err != nil {
			return nil, tooOld(path, name)
		}
	}
	for name, to := range map[string]any{
		"wgpuInstanceRequestAdapter":           &l.requestAdapter,
		"wgpuAdapterRequestDevice":             &l.requestDevice,
		"wgpuBufferMapAsync":                   &l.mapAsync,
		"wgpuDevicePopErrorScope":              &l.popScope,
		"wgpuDeviceCreateComputePipelineAsync": &l.createPipeline,
	} {
		if _, err := purego.Dlsym(lib, name); err != nil {
			return nil, tooOld(path, name)
		}
		purego.RegisterLibFunc(to, lib, name)
	}
	return l, nil
}

func tooOld(path, name string) error {
	return fmt.Errorf("webgpu: %s has no %s: it is not the library of WebGPU that this program was made for; ./build.sh webgpu gets that one", path, name)
}
