//go:build (linux || darwin) && (amd64 || arm64)

package aravis

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"unsafe"

	"github.com/ebitengine/purego"
)

type ptr = uintptr

// library are Aravis' functions. Those whose last argument is *ptr put an error there.
type library struct {
	updateList    func()
	devices       func() uint32
	deviceID      func(uint32) string
	deviceVendor  func(uint32) string
	deviceModel   func(uint32) string
	deviceSerial  func(uint32) string
	deviceAddress func(uint32) string
	deviceKind    func(uint32) string
	enable        func(string)

	newCamera    func(string, *ptr) ptr
	device       func(ptr) ptr
	checkRanges  func(ptr, int32)
	isGigE       func(ptr) int32
	isUSB        func(ptr) int32
	control      func(ptr) int32
	sensor       func(ptr, *int32, *int32, *ptr)
	setRegion    func(ptr, int32, int32, int32, int32, *ptr)
	region       func(ptr, *int32, *int32, *int32, *int32, *ptr)
	setFormat    func(ptr, string, *ptr)
	format       func(ptr, *ptr) string
	setExposure  func(ptr, float64, *ptr)
	exposure     func(ptr, *ptr) float64
	exposures    func(ptr, *float64, *float64, *ptr)
	autoExposure func(ptr, *ptr) int32
	setAutoExp   func(ptr, int32, *ptr)
	hasGain      func(ptr, *ptr) int32
	setGain      func(ptr, float64, *ptr)
	gain         func(ptr, *ptr) float64
	gains        func(ptr, *float64, *float64, *ptr)
	autoGain     func(ptr, *ptr) int32
	setAutoGain  func(ptr, int32, *ptr)
	setRate      func(ptr, float64, *ptr)
	rate         func(ptr, *ptr) float64
	clearTrigger func(ptr, *ptr)
	setTrigger   func(ptr, string, *ptr)
	trigger      func(ptr, *ptr)
	setMode      func(ptr, int32, *ptr)
	payload      func(ptr, *ptr) uint32
	streaming    func(ptr, int32)
	packet       func(ptr, int32, *ptr)
	packetDelay  func(ptr, int64, *ptr)
	formats      func(ptr, *uint32, *ptr) ptr
	vendor       func(ptr, *ptr) string
	model        func(ptr, *ptr) string
	serial       func(ptr, *ptr) string
	newStream    func(ptr, ptr, ptr, *ptr) ptr
	start, stop  func(ptr, *ptr)

	socketBuffer func() ptr
	newBuffer    func(uintptr, ptr) ptr
	push         func(ptr, ptr)
	pop          func(ptr, uint64) ptr
	tryPop       func(ptr) ptr
	status       func(ptr) int32
	data         func(ptr, *uintptr) ptr
	width        func(ptr) int32
	height       func(ptr) int32
	number       func(ptr) uint64
	arrived      func(ptr) uint64
	number64     func(ptr, string) uint64

	unref     func(ptr)
	valueInit func(ptr, uintptr) ptr
	valueEnum func(ptr, int32)
	valueInt  func(ptr, int32)
	valueUint func(ptr, int32)
	property  func(ptr, string, ptr)
	freeError func(ptr)
}

var load = sync.OnceValues(func() (l *library, err error) {
	defer func() { // a function that this version has not
		if r := recover(); r != nil {
			l, err = nil, fmt.Errorf("the library Aravis is another version than 0.8: %v", r)
		}
	}()
	l = new(library)
	for _, part := range []struct {
		name  string
		funcs map[string]any
	}{{"aravis-0.8", l.aravis()}, {"gobject-2.0", map[string]any{
		"g_object_unref": &l.unref, "g_value_init": &l.valueInit, "g_value_set_enum": &l.valueEnum, "g_value_set_int": &l.valueInt, "g_value_set_uint": &l.valueUint,
		"g_object_set_property": &l.property}}, {"glib-2.0", map[string]any{"g_error_free": &l.freeError}}} {
		file := "lib" + part.name + ".so.0"
		if runtime.GOOS == "darwin" {
			file = "lib" + part.name + ".0.dylib"
		}
		h, err := purego.Dlopen(file, purego.RTLD_NOW|purego.RTLD_GLOBAL)
		if err != nil {
			return nil, fmt.Errorf("%w (%s)", ErrLibrary, strings.TrimSpace(err.Error()))
		}
		for name, f := range part.funcs {
			purego.RegisterLibFunc(f, h, name)
		}
	}
	return l, nil
})

func (l *library) aravis() map[string]any {
	return map[string]any{
		"arv_update_device_list": &l.updateList, "arv_get_n_devices": &l.devices, "arv_get_device_id": &l.deviceID,
		"arv_get_device_vendor": &l.deviceVendor, "arv_get_device_model": &l.deviceModel, "arv_get_device_serial_nbr": &l.deviceSerial,
		"arv_get_device_address": &l.deviceAddress, "arv_get_device_protocol": &l.deviceKind, "arv_enable_interface": &l.enable,
		"arv_camera_new": &l.newCamera, "arv_camera_get_device": &l.device, "arv_camera_set_range_check_policy": &l.checkRanges,
		"arv_camera_is_gv_device": &l.isGigE, "arv_camera_is_uv_device": &l.isUSB, "arv_gv_device_is_controller": &l.control,
		"arv_camera_get_sensor_size": &l.sensor, "arv_camera_set_region": &l.setRegion, "arv_camera_get_region": &l.region,
		"arv_camera_dup_available_pixel_formats_as_strings": &l.formats,
		"arv_camera_set_pixel_format_from_string":           &l.setFormat, "arv_camera_get_pixel_format_as_string": &l.format,
		"arv_camera_set_exposure_time": &l.setExposure, "arv_camera_get_exposure_time": &l.exposure, "arv_camera_get_exposure_time_bounds": &l.exposures,
		"arv_camera_is_exposure_auto_available": &l.autoExposure, "arv_camera_set_exposure_time_auto": &l.setAutoExp,
		"arv_camera_is_gain_available": &l.hasGain, "arv_camera_set_gain": &l.setGain, "arv_camera_get_gain": &l.gain, "arv_camera_get_gain_bounds": &l.gains,
		"arv_camera_is_gain_auto_available": &l.autoGain, "arv_camera_set_gain_auto": &l.setAutoGain, "arv_camera_set_frame_rate": &l.setRate,
		"arv_camera_get_frame_rate": &l.rate, "arv_camera_clear_triggers": &l.clearTrigger, "arv_camera_set_trigger": &l.setTrigger, "arv_camera_software_trigger": &l.trigger,
		"arv_camera_set_acquisition_mode": &l.setMode, "arv_camera_get_payload": &l.payload, "arv_camera_gv_set_stream_options": &l.streaming,
		"arv_camera_gv_set_packet_size": &l.packet, "arv_camera_gv_set_packet_delay": &l.packetDelay, "arv_camera_get_vendor_name": &l.vendor,
		"arv_camera_get_model_name": &l.model, "arv_camera_get_device_serial_number": &l.serial, "arv_camera_create_stream": &l.newStream,
		"arv_camera_start_acquisition": &l.start, "arv_camera_stop_acquisition": &l.stop, "arv_gv_stream_socket_buffer_get_type": &l.socketBuffer,
		"arv_buffer_new": &l.newBuffer, "arv_stream_push_buffer": &l.push, "arv_stream_timeout_pop_buffer": &l.pop, "arv_stream_try_pop_buffer": &l.tryPop,
		"arv_buffer_get_status": &l.status, "arv_buffer_get_data": &l.data, "arv_buffer_get_image_width": &l.width, "arv_buffer_get_image_height": &l.height,
		"arv_buffer_get_frame_id": &l.number, "arv_buffer_get_system_timestamp": &l.arrived, "arv_stream_get_info_uint64_by_name": &l.number64,
	}
}

// take is the error that a call has left, and frees it.
func (l *library) take(what string, e *ptr) error {
	if *e == 0 {
		return nil
	}
	g := *(**struct {
		domain uint32
		code   int32
		text   *byte
	})(unsafe.Pointer(e))
	text := words(g.text)
	code := g.code
	l.freeError(*e)
	*e = 0
	return fmt.Errorf("aravis: %s: %s (code %d)", what, text, code)
}

// words are a text of the library's.
func words(p *byte) (text string) {
	for ; p != nil && *p != 0; p = (*byte)(unsafe.Add(unsafe.Pointer(p), 1)) {
		text += string(rune(*p))
	}
	return text
}

// formatsOf are the pixel formats that a camera has, those that are not taken too; nil where it does not tell.
func (l *library) formatsOf(camera ptr) (all []string) {
	var n uint32
	var e ptr
	list := l.formats(camera, &n, &e)
	if l.take("pixel formats", &e) != nil || list == 0 {
		return nil
	}
	for _, p := range unsafe.Slice(*(***byte)(unsafe.Pointer(&list)), n) { // the list is left to the library: a camera is opened rarely
		all = append(all, words(p))
	}
	return all
}

// bytes are those of a buffer.
func (l *library) bytes(buffer ptr) []byte {
	var n uintptr
	p := l.data(buffer, &n)
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&p)), n)
}

// value sets a property of whole numbers, or of an enumeration's, of a stream.
func (l *library) value(stream ptr, name string, kind uintptr, set func(ptr, int32), v int32) {
	g := new([3]uint64)
	p := uintptr(unsafe.Pointer(g))
	l.valueInit(p, kind)
	set(p, v)
	l.property(stream, name, p)
	runtime.KeepAlive(g)
}

// GLib's G_TYPE_INT and G_TYPE_UINT.
const (
	typeInt  = 6 << 2
	typeUint = 7 << 2
)
