package gige

import (
	"fmt"
	"strings"
)

// url says where the description is in the memory, in the standard's way.
func url(n int) string { return fmt.Sprintf("Local:talbot.xml;%X;%X", regDescription, n) }

// describe is the camera's GenICam description (EMVA, GenICam standard 2.1; names of SFNC 2.7).
func (o *Options) describe() []byte {
	var b strings.Builder
	p := func(format string, a ...any) { fmt.Fprintf(&b, format+"\n", a...) }
	p(`<?xml version="1.0" encoding="UTF-8"?>
<RegisterDescription ModelName="%s" VendorName="Talbot" ToolTip="a camera that is a program" StandardNameSpace="GEV" SchemaMajorVersion="1" SchemaMinorVersion="1" SchemaSubMinorVersion="0" MajorVersion="1" MinorVersion="0" SubMinorVersion="0" ProductGuid="b0a3a2f2-0c6f-4c0e-8c9e-7a1b07a1b071" VersionGuid="b0a3a2f2-0c6f-4c0e-8c9e-7a1b07a1b072" xmlns="http://www.genicam.org/GenApi/Version_1_1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.genicam.org/GenApi/Version_1_1 GenApiSchema.xsd">`, escape(o.Name))
	categories := [][]string{
		{"Root", "DeviceControl", "ImageFormatControl", "AcquisitionControl", "AnalogControl", "TransportLayerControl"},
		{"DeviceControl", "DeviceVendorName", "DeviceModelName", "DeviceVersion", "DeviceManufacturerInfo", "DeviceID"},
		{"ImageFormatControl", "SensorWidth", "SensorHeight", "WidthMax", "HeightMax", "Width", "Height", "OffsetX", "OffsetY", "PixelFormat"},
		{"AcquisitionControl", "AcquisitionMode", "AcquisitionStart", "AcquisitionStop", "AcquisitionFrameRateEnable", "AcquisitionFrameRate", "ExposureTime", "TriggerSelector", "TriggerMode", "TriggerSource", "TriggerSoftware"},
		{"AnalogControl", "Gain"},
		{"TransportLayerControl", "PayloadSize", "TLParamsLocked", "GevSCPSPacketSize", "GevSCPD", "GevHeartbeatTimeout", "GevTimestampTickFrequency"},
	}
	for _, c := range categories {
		p(`<Category Name="%s">`, c[0])
		for _, f := range c[1:] {
			p(`<pFeature>%s</pFeature>`, f)
		}
		p(`</Category>`)
	}
	for _, s := range []struct {
		name   string
		at, ln int
	}{{"DeviceVendorName", regMaker, 32}, {"DeviceModelName", regModel, 32}, {"DeviceVersion", regDevice, 32}, {"DeviceManufacturerInfo", regInfo, 48}, {"DeviceID", regSerial, 16}} {
		p(`<StringReg Name="%s"><Address>0x%X</Address><Length>%d</Length><AccessMode>RO</AccessMode><pPort>Device</pPort></StringReg>`, s.name, s.at, s.ln)
	}
	register := func(name string, at int, mode string) {
		cache := ""
		if mode != "RW" {
			cache = "<Cachable>NoCache</Cachable>"
		}
		p(`<IntReg Name="%s"><Address>0x%X</Address><Length>4</Length><AccessMode>%s</AccessMode><pPort>Device</pPort>%s<Sign>Unsigned</Sign><Endianess>BigEndian</Endianess></IntReg>`, name, at, mode, cache)
	}
	for _, r := range []struct {
		name string
		at   int
	}{{"SensorWidth", regSensorX}, {"SensorHeight", regSensorY}, {"WidthMax", regSensorX}, {"HeightMax", regSensorY}, {"PayloadSize", regPayload}, {"GevTimestampTickFrequency", regTickLow}} {
		register(r.name+"Reg", r.at, "RO")
		p(`<Integer Name="%s"><pValue>%sReg</pValue></Integer>`, r.name, r.name)
	}
	for _, r := range []struct {
		name     string
		at       int
		min, max string
	}{{"Width", regWidth, "<Min>1</Min>", "<pMax>WidthMax</pMax>"}, {"Height", regHeight, "<Min>1</Min>", "<pMax>HeightMax</pMax>"},
		{"OffsetX", regX, "<Min>0</Min>", fmt.Sprintf("<Max>%d</Max>", o.Nx-1)}, {"OffsetY", regY, "<Min>0</Min>", fmt.Sprintf("<Max>%d</Max>", o.Ny-1)},
		{"TLParamsLocked", regLocked, "<Min>0</Min>", "<Max>1</Max>"}, {"GevSCPSPacketSize", regPacket, "<Min>576</Min>", "<Max>16000</Max>"},
		{"GevSCPD", regDelay, "<Min>0</Min>", "<Max>1000000</Max>"}, {"GevHeartbeatTimeout", regHeartbeat, "<Min>500</Min>", "<Max>60000</Max>"}} {
		register(r.name+"Reg", r.at, "RW")
		p(`<Integer Name="%s"><pValue>%sReg</pValue>%s%s<Inc>1</Inc></Integer>`, r.name, r.name, r.min, r.max)
	}
	for _, f := range []struct {
		name     string
		at       int
		min, max float64
		unit     string
	}{{"ExposureTime", regExposure, o.MinExposure * 1e6, o.MaxExposure * 1e6, "us"}, {"Gain", regGain, 0, o.MaxGain, "dB"}, {"AcquisitionFrameRate", regRate, 0.001, o.MaxRate, "Hz"}} {
		p(`<FloatReg Name="%sReg"><Address>0x%X</Address><Length>8</Length><AccessMode>RW</AccessMode><pPort>Device</pPort><Endianess>BigEndian</Endianess></FloatReg>`, f.name, f.at)
		p(`<Float Name="%s"><pValue>%sReg</pValue><Min>%.17g</Min><Max>%.17g</Max><Unit>%s</Unit></Float>`, f.name, f.name, f.min, f.max, f.unit)
	}
	enumeration := func(name string, at int, entries ...any) {
		register(name+"Reg", at, "RW")
		p(`<Enumeration Name="%s">`, name)
		for i := 0; i < len(entries); i += 2 {
			p(`<EnumEntry Name="%s"><Value>%d</Value></EnumEntry>`, entries[i], entries[i+1])
		}
		p(`<pValue>%sReg</pValue></Enumeration>`, name)
	}
	var formats []any
	for _, f := range o.Formats {
		for _, k := range Formats {
			if k.Format == f {
				formats = append(formats, k.Name, int(f))
			}
		}
	}
	enumeration("PixelFormat", regFormat, formats...)
	enumeration("AcquisitionMode", regMany, "Continuous", 0, "SingleFrame", 1)
	enumeration("TriggerMode", regTrigger, "Off", 0, "On", 1)
	enumeration("TriggerSource", regBy, "Software", 0)
	p(`<Enumeration Name="TriggerSelector"><EnumEntry Name="FrameStart"><Value>0</Value></EnumEntry><Value>0</Value></Enumeration>`)
	p(`<Integer Name="FixReg"><Value>1</Value></Integer>`)
	p(`<Boolean Name="AcquisitionFrameRateEnable"><pValue>FixReg</pValue><OnValue>1</OnValue><OffValue>0</OffValue></Boolean>`)
	register("AcquireReg", regAcquire, "RW")
	register("NowReg", regNow, "WO")
	for _, c := range []struct {
		name, reg string
		value     int
	}{{"AcquisitionStart", "AcquireReg", 1}, {"AcquisitionStop", "AcquireReg", 0}, {"TriggerSoftware", "NowReg", 1}} {
		p(`<Command Name="%s"><pValue>%s</pValue><CommandValue>%d</CommandValue></Command>`, c.name, c.reg, c.value)
	}
	p(`<Port Name="Device"></Port>`)
	p(`</RegisterDescription>`)
	return []byte(b.String())
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func escape(s string) string { return escaper.Replace(s) }
