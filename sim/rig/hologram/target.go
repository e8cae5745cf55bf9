package hologram

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/optics"
)

// Target is light that is asked for: spots, and how bright each is. A picture is spots too, side by side and apart: between light that
// touches, its phases, which nobody asks for, make dark points that no weight takes away.
type Target struct {
	Grid  optics.Grid
	Sites []Site
	Asked []float64 // light of each site, up to a factor
}

// Site is where a spot is to be, and the pixels around it, whose light is counted as its own.
type Site struct {
	At      int
	Counted []int
}

// Figures are how good light is.
type Figures struct {
	Efficiency float64 `json:"efficiency"` // light on the sites as a share of what the camera gets of a flat panel
	Uniformity float64 `json:"uniformity"` // 1 - (max - min)/(max + min) of the sites' light over what is asked for; 1 for all alike
	Error      float64 `json:"error"`      // root mean square of what sites are off, as a share of what is asked for
	Sharpness  float64 `json:"sharpness"`  // light on the sites' own pixels as a share of that around them, too
}

// Darkest is the share of the brightest place below which a picture gets no spot.
const Darkest = 0.1

// Spacing is how many pixels apart spots must be at least.
const Spacing = 4

// Spots are nx x ny equally bright spots that fill a share of the plane.
func Spots(g optics.Grid, nx, ny int, share float64) (*Target, error) {
	if nx < 1 || ny < 1 {
		return nil, errs.New("hologram: want 1 x 1 spots or more, not ", nx, " x ", ny)
	}
	stepX, stepY := spacing(g.Nx, nx, share), spacing(g.Ny, ny, share)
	if nx > 1 && stepX < Spacing || ny > 1 && stepY < Spacing {
		return nil, errs.New("hologram: ", nx, " x ", ny, " spots do not stand ", Spacing, " pixels apart on a plane of ", g.String(), ": want fewer")
	}
	t, reach := &Target{Grid: g}, 2
	for _, step := range []int{stepX, stepY} {
		if step > 0 {
			reach = min(reach, (step-1)/2)
		}
	}
	for j := range ny {
		for i := range nx {
			t.add(along(g.Nx, i, nx, stepX), along(g.Ny, j, ny, stepY), reach, 1)
		}
	}
	return t, nil
}

// spacing is how many pixels spots are apart.
func spacing(pixels, spots int, share float64) int {
	if spots < 2 {
		return 0
	}
	return int(share * float64(pixels) / float64(spots-1))
}

// along is the pixel of spot i of so many.
func along(pixels, i, spots, step int) int {
	return pixels/2 + int(math.Floor((float64(i)-float64(spots-1)/2)*float64(step)))
}

// add adds a spot, and what is around it as far as so many pixels.
func (t *Target) add(x, y, reach int, asked float64) {
	s := Site{At: y*t.Grid.Nx + x}
	for v := max(0, y-reach); v <= min(t.Grid.Ny-1, y+reach); v++ {
		for u := max(0, x-reach); u <= min(t.Grid.Nx-1, x+reach); u++ {
			s.Counted = append(s.Counted, v*t.Grid.Nx+u)
		}
	}
	t.Sites, t.Asked = append(t.Sites, s), append(t.Asked, asked)
}

// Picture is a picture of w x h brightnesses, 0 for dark, as spots so many pixels apart in the middle of a share of the plane, as large
// as it fits there. A brightness is proportional to a spot's light.
func Picture(g optics.Grid, v []float32, w, h int, share float64, apart int) (*Target, error) {
	if w < 1 || h < 1 || len(v) != w*h {
		return nil, errs.New("hologram: a picture of ", w, " x ", h, " has as many pixels, not ", len(v))
	}
	if apart < Spacing {
		return nil, errs.New("hologram: spots ", apart, " pixels apart cannot be told from each other: want ", Spacing, " or more")
	}
	pixels := math.Min(share*float64(g.Nx)/float64(w), share*float64(g.Ny)/float64(h)) // of the plane for one of the picture's
	nx, ny := int(pixels*float64(w))/apart, int(pixels*float64(h))/apart
	if nx < 2 || ny < 2 {
		return nil, errs.New("hologram: a plane of ", g.String(), " has room for ", nx, " x ", ny, " spots of this picture, ", apart, " pixels apart: want a larger plane, or spots that are nearer")
	}
	t, most := &Target{Grid: g}, 0.0
	bright := make([]float64, nx*ny)
	for k := range bright {
		bright[k] = mean(v, w, k%nx*w/nx, (k%nx+1)*w/nx, k/nx*h/ny, (k/nx+1)*h/ny)
		most = math.Max(most, bright[k])
	}
	if !(most > 0) {
		return nil, errs.New("hologram: the picture is dark everywhere: want one with something bright in it")
	}
	for k, b := range bright {
		if b >= Darkest*most {
			t.add(along(g.Nx, k%nx, nx, apart), along(g.Ny, k/nx, ny, apart), min(2, (apart-1)/2), b/most)
		}
	}
	return t, nil
}

// mean is that of a picture's columns x0 to x1 and rows y0 to y1, of one of each at least.
func mean(v []float32, w, x0, x1, y0, y1 int) float64 {
	sum, n := 0.0, 0.0
	for y := y0; y < max(y1, y0+1); y++ {
		for x := x0; x < max(x1, x0+1); x++ {
			sum, n = sum+float64(v[y*w+x]), n+1
		}
	}
	return sum / n
}

// Light is what is asked for as a plane, [Ny][Nx]: each spot as bright as it is to be, on its pixel.
func (t *Target) Light() []float32 {
	v := make([]float32, t.Grid.Len())
	for k, s := range t.Sites {
		v[s.At] = float32(t.Asked[k])
	}
	return v
}

// powers are the light of each site, and by how much what is asked for must be multiplied to be as much in all.
func (t *Target) powers(light []float32) (p []float64, scale float64) {
	p = make([]float64, len(t.Sites))
	asked, all := 0.0, 0.0
	for k, s := range t.Sites {
		for _, i := range s.Counted {
			p[k] += float64(light[i])
		}
		asked, all = asked+t.Asked[k], all+p[k]
	}
	return p, all / asked
}

// Judge tells how good light is; flat is the light that the camera gets of a flat panel, in all.
func (t *Target) Judge(light []float32, flat float64) (f Figures) {
	powers, scale := t.powers(light)
	low, high, square, all, own := math.Inf(1), 0.0, 0.0, 0.0, 0.0
	for k, p := range powers {
		all, own = all+p, own+float64(light[t.Sites[k].At])
		if scale > 0 {
			r := p / (scale * t.Asked[k])
			low, high, square = math.Min(low, r), math.Max(high, r), square+(r-1)*(r-1)
		}
	}
	f = Figures{Efficiency: all / flat, Error: math.Sqrt(square / float64(len(powers)))}
	if all > 0 {
		f.Uniformity, f.Sharpness = 1-(high-low)/(high+low), own/all
	}
	return f
}
