package dawn

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// Find is the path of Dawn's shared library: what the environment variable
// TALBOT_WEBGPU_LIB says, else where "./build.sh webgpu" puts it.
func Find() (string, error) {
	if path := os.Getenv("TALBOT_WEBGPU_LIB"); path != "" {
		if _, err := os.Stat(path); err != nil {
			return "", errors.New("webgpu: TALBOT_WEBGPU_LIB names " + path + ", which cannot be read")
		}
		return path, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", errors.New("webgpu: there is no folder for caches (" + err.Error() + "); set TALBOT_WEBGPU_LIB to Dawn's shared library")
	}
	name := map[string]string{"amd64": "x64", "arm64": "arm64"}[runtime.GOARCH]
	file := "libwebgpu_wrapper.so"
	if runtime.GOOS == "darwin" {
		file = "libwebgpu_wrapper.dylib"
	}
	path := filepath.Join(cache, "talbot", "webgpu", "node_modules", "bun-webgpu-"+runtime.GOOS+"-"+name, file)
	if _, err := os.Stat(path); err != nil {
		return "", errors.New("webgpu: the library for GPUs is not here: run ./build.sh webgpu once, or set TALBOT_WEBGPU_LIB to Dawn's shared library")
	}
	return path, nil
}

// noDriver says what to do where no driver is found.
func noDriver() string {
	for _, name := range []string{"VK_DRIVER_FILES", "VK_ICD_FILENAMES"} {
		if v := os.Getenv(name); v != "" {
			return name + " is set, so that only the drivers in " + v + " are looked for: unset it, or set it to a driver's file, or use --device cpu"
		}
	}
	if runtime.GOOS == "linux" {
		return "install the Vulkan driver of the GPU (for AMD and Intel, Debian's mesa-vulkan-drivers; for NVIDIA, the one that comes with its driver) and libvulkan1, see that vulkaninfo --summary names the GPU, or use --device cpu"
	}
	return "install the GPU's driver, or use --device cpu"
}

// Present tells whether the operating system shows a GPU at all, so that who only looks
// for one need not load the library.
func Present() bool {
	if runtime.GOOS != "linux" {
		return true
	}
	for _, pattern := range []string{"/dev/dri/renderD*", "/dev/nvidia[0-9]*", "/dev/dxg"} {
		if found, _ := filepath.Glob(pattern); len(found) > 0 {
			return true
		}
	}
	return false
}
