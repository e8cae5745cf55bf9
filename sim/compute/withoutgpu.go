//go:build js && !webgpu

package compute

// WithGPU tells whether this program can use a GPU, so that others need not carry the
// kernels' WGSL: the page has an engine of each kind.
const WithGPU = false
