package part

import "fmt"

// conventions are the sheet's directions and units, in words.
func (s *Sheet) conventions() map[string]string {
	side := "The relief faces the source."
	mirror := "Files show the part from there, along the light: row 0 of the mask is at the top, column 0 at the left."
	if s.Away {
		side = "The relief faces the detector."
		mirror = "Files show the part from there, against the light, and so mirrored: row 0 of the mask is at the top, column 0 at the right."
	}
	say := map[string]string{
		"side":     side,
		"view":     mirror,
		"marks":    "In the margin beyond row 0, a filled square stands in the corner of row 0 and column 0, and beside it towards higher columns a letter F. Seen along the light the F reads as it should; where it is mirrored, the part is turned over.",
		"aperture": "The clear aperture is the mask alone. Margin and rim are to hold the part: keep light off them.",
		"wedge":    "In the margin beyond the last row, along the mask's columns, a wedge has all levels from 0 at column 0 to the last at the last column, equally spaced. Its steps tell the material's refractive index, and with it a factor of all phases.",
	}
	if s.Openings {
		say["side"] = "The opaque layer may face either way."
		if s.Away {
			say["side"] = "The opaque layer faces the detector."
		}
		say["level"] = "A level k lets the share k/(levels - 1) of the amplitude through: an opening of that share of the pixel's area, in its middle. What is not open is opaque."
	} else {
		say["level"] = "Level k has the height k step_m above the base. Phase = 2 pi (n - n0) h/lambda, n the index of the material and n0 that of what is around: the light is delayed by 2 pi at height_of_one_turn_m."
		say["base"] = "The base holds the relief and shapes no light, but it is not thin: behind a base of thickness d a plane seems nearer by d (1 - n0/n). The accuracy is that of a relief without a base; set the planes by this, or take a thin base."
	}
	switch s.Form {
	case GDSII, OASIS:
		say["unit"] = "User unit 1 um, database unit 1 nm, y upwards; the lower left corner of the mask is at (0, 0). The cell PART has all; data type 0 is the mask, data type 1 margin, marks and wedge. Polygons are rectangles and do not overlap."
		say["layers"] = "Layer k has the pixels of level k, from 0 on."
		if s.Openings {
			say["layers"] = "Layer k has the openings of level k, from 1 on; what is open is their union."
		}
		if s.Stack {
			say["layers"] = "Layer k is the mask of the etch of 2^k steps: what it covers is etched. Bit 0, layer 0, is the smallest, of one step. The depth below the last level is the sum over the layers that cover a place."
		}
	case STL:
		say["unit"] = "Binary STL in mm; x to the right, y upwards in the file's view, z from the bottom of the base. The solid has base, relief and rim."
		if s.Sloped {
			say["unit"] += " Heights go straight from the centre of one pixel to the next."
		} else {
			say["unit"] += " Each pixel is flat, with upright walls."
		}
	case TIFF, BMP:
		bits := 16
		if s.Form == BMP {
			bits = 8
		}
		say["unit"] = fmt.Sprintf("Grey picture of %d bits, one pixel for one of the part. Grey value v is level v (levels - 1)/%d, rounded.", bits, 1<<bits-1)
	case Table:
		say["unit"] = "A line for each row of the part, from the top, of heights above the base in nanometres."
		if s.Openings {
			say["unit"] = "A line for each row of the part, from the top, of the share of each pixel that is open."
		}
	}
	return say
}
