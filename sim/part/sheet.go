package part

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The forms of files.
const (
	GDSII = "gdsii"
	OASIS = "oasis"
	STL   = "stl"
	TIFF  = "tiff16"
	BMP   = "bmp"
	Table = "heights-csv"
)

// Forms are all of them, in the order of help.
var Forms = []string{GDSII, OASIS, STL, TIFF, BMP, Table}

// extension is what a form's files end with.
var extension = map[string]string{GDSII: ".gds", OASIS: ".oas", STL: ".stl", TIFF: ".tif", BMP: ".bmp", Table: ".csv"}

// SheetFile and PageFile are the names of a sheet and of its page.
const (
	SheetFile = "part.json"
	PageFile  = "part.html"
)

// SheetFormat is what a sheet says it is.
const SheetFormat = "talbot-part"

// Sheet says what the files of a network's masks mean: what a shop must know, and what Read
// needs.
type Sheet struct {
	Format  string `json:"format"` // SheetFormat
	Version int    `json:"version"`
	Talbot  string `json:"talbot,omitempty"`
	Preset  string `json:"preset,omitempty"`
	Masks   string `json:"masks,omitempty"` // where they come from
	Form    string `json:"form"`
	Sloped  bool   `json:"sloped,omitempty"`     // STL
	Packed  bool   `json:"compressed,omitempty"` // OASIS
	Stack   bool   `json:"binary_stack,omitempty"`
	Cells   bool   `json:"cells,omitempty"`
	Process
	Step     float64           `json:"step_m,omitempty"`
	Relief   float64           `json:"maximum_relief_m,omitempty"`
	Turn     float64           `json:"height_of_one_turn_m,omitempty"`
	N        int               `json:"mask_pixels"`
	Margin   int               `json:"margin_pixels"`
	Rim      int               `json:"rim_pixels"`
	Aperture float64           `json:"clear_aperture_m"`
	Files    []File            `json:"files"`
	Say      map[string]string `json:"conventions"`
	Accuracy *Accuracy         `json:"accuracy,omitempty"`
	Notes    []string          `json:"notes,omitempty"`
}

// File is one mask's.
type File struct {
	Name  string  `json:"file"`
	Mask  string  `json:"mask"`          // its number
	Place float64 `json:"z_m,omitempty"` // along the light, from the source's plane
	Pitch float64 `json:"pitch_m"`
	Count
	Edge   float64 `json:"max_edge_rounding_m"`           // of pixels to whole nanometres
	Areas  []int64 `json:"layer_areas_nm2,omitempty"`     // of GDSII and OASIS: layer 0 first, the mask alone
	Volume float64 `json:"volume_of_steps_mm3,omitempty"` // of STL
}

// Accuracy is that of the network on pictures that it has not learnt.
type Accuracy struct {
	Set      string   `json:"set"`
	Pictures int      `json:"pictures"`
	Trained  float64  `json:"as_trained"`
	Rounded  float64  `json:"with_rounded_heights"`
	Blurred  *float64 `json:"with_rounded_and_blurred_heights,omitempty"`
}

// MaskIn is a mask that is to be made.
type MaskIn struct {
	Number       string
	Place, Pitch float64
	N            int
	Values       []float32 // phases or amplitudes, [y][x]
}

// Made is a mask's plane, and its file.
type Made struct {
	Plane  *Plane
	Levels []uint16
	File   string
}

// Make fills the sheet, whose form, layout and process are set, and makes the planes.
func (s *Sheet) Make(masks []MaskIn) ([]Made, error) {
	if len(masks) == 0 {
		return nil, fmt.Errorf("there are no masks to make")
	}
	ext, ok := extension[s.Form]
	if !ok {
		return nil, fmt.Errorf("there is no form %q of files; want one of %s", s.Form, strings.Join(Forms, ", "))
	}
	s.Format, s.Version = SheetFormat, 1
	var list []Made
	for _, m := range masks {
		p := s.Process
		p.Pitch = m.Pitch
		if err := p.Check(); err != nil {
			return nil, err
		}
		if s.planar() {
			if err := s.layout().Check(&p); err != nil {
				return nil, err
			}
		}
		f := File{Name: "mask-" + m.Number + ext, Mask: m.Number, Place: m.Place, Pitch: m.Pitch}
		levels, count := p.Quantise(m.Values)
		plane := NewPlane(&p, levels, m.N)
		f.Count = count
		switch {
		case s.planar():
			f.Areas, f.Edge = s.layout().Areas(plane), plane.EdgeError()
		case s.Form == STL:
			if _, err := newBody(plane); err != nil {
				return nil, err
			}
			f.Volume = plane.Volume()
		case s.Form == BMP && p.Levels > 256:
			return nil, WriteBMP(io.Discard, plane)
		}
		s.Files = append(s.Files, f)
		list = append(list, Made{plane, levels, f.Name})
	}
	first := list[0].Plane
	s.Pitch, s.N, s.Margin, s.Rim = first.Pitch, first.N, first.Margin(), first.Rim()
	s.Aperture = float64(s.N) * s.Pitch
	if !s.Openings {
		s.Step, s.Relief, s.Turn = s.Process.Step(), s.Process.Relief(), s.turn()
	}
	s.Say = s.conventions()
	return list, nil
}

// Untested notes why the sheet has no accuracy.
func (s *Sheet) Untested(why error) {
	s.Notes = append(s.Notes, "The accuracy was not tested: "+why.Error())
}

// planar tells whether the files are layouts.
func (s *Sheet) planar() bool { return s.Form == GDSII || s.Form == OASIS }

func (s *Sheet) layout() Layout { return Layout{Stack: s.Stack, Cells: s.Cells} }

// Write writes a plane's file.
func (s *Sheet) Write(w io.Writer, p *Plane) error {
	switch s.Form {
	case GDSII:
		return WriteGDSII(w, p, s.layout())
	case OASIS:
		return WriteOASIS(w, p, s.layout(), s.Packed)
	case STL:
		return WriteSTL(w, p, s.Sloped)
	case TIFF:
		return WriteTIFF(w, p)
	case BMP:
		return WriteBMP(w, p)
	}
	return WriteTable(w, p)
}

// WriteJSON writes the sheet.
func (s *Sheet) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false) // a < in a sentence is one
	e.SetIndent("", "  ")
	return e.Encode(s)
}

// IsSheet tells whether some JSON is a sheet.
func IsSheet(b []byte) bool {
	var j struct{ Format string }
	return json.Unmarshal(b, &j) == nil && j.Format == SheetFormat
}

// ReadSheet reads a sheet; one written by hand needs format, form, files with names, wavelength_m,
// pitch_m, indices, levels, wrap_turns, mask_pixels and margin_pixels.
func ReadSheet(b []byte) (*Sheet, error) {
	s := &Sheet{}
	if err := json.Unmarshal(b, s); err != nil {
		return nil, fmt.Errorf("the sheet is no JSON of a part (%w): give the part.json of talbot export", err)
	}
	switch {
	case s.Format != SheetFormat:
		return nil, fmt.Errorf("its format is %q, want %q", s.Format, SheetFormat)
	case s.Version > 1:
		return nil, fmt.Errorf("its version %d is newer than this talbot: use the one that made it", s.Version)
	case !slices.Contains(Forms, s.Form):
		return nil, fmt.Errorf("its form is %q, want one of %s", s.Form, strings.Join(Forms, ", "))
	case s.N < 1 || s.N > 1<<14 || s.Margin < 0 || s.Margin > 1<<14:
		return nil, fmt.Errorf("its mask of %d pixels with a margin of %d is no mask", s.N, s.Margin)
	case s.Margin > 0 && s.Margin != PlaneOf(nil, s.N, nil).Margin():
		return nil, fmt.Errorf("its margin of %d pixels is not the %d that talbot makes around %d: give 0, and files of the mask alone", s.Margin, PlaneOf(nil, s.N, nil).Margin(), s.N)
	case len(s.Files) == 0:
		return nil, fmt.Errorf("it names no files")
	}
	return s, s.Process.Check()
}
