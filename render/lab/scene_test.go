package lab

import (
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	_ "talbot/render/lab/display"
	"talbot/render/lab/labtest"
)

var out = flag.String("out", "", "folder for the pictures that the tests draw")

// loop runs the tests inside ebiten's loop: pictures can be read only there.
type loop struct {
	m    *testing.M
	code int
}

func (l *loop) Update() error {
	l.code = l.m.Run()
	return ebiten.Termination
}
func (l *loop) Draw(*ebiten.Image)         {}
func (l *loop) Layout(w, h int) (int, int) { return w, h }

func TestMain(m *testing.M) {
	flag.Parse()
	l := &loop{m: m}
	if err := ebiten.RunGame(l); err != nil {
		panic(err)
	}
	os.Exit(l.code)
}

// shoot draws s at a size after some ticks.
func shoot(s *Scene, w, h, ticks int) *image.RGBA {
	s.LayoutF(float64(w), float64(h))
	for range ticks {
		s.Update()
	}
	dst := ebiten.NewImage(w, h)
	defer dst.Deallocate()
	s.Draw(dst)
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	dst.ReadPixels(img.Pix)
	return img
}

func save(t *testing.T, name string, img image.Image) {
	if *out == "" {
		return
	}
	f, err := os.Create(filepath.Join(*out, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

var clothes = []string{"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"}

func TestPictures(t *testing.T) {
	five := labtest.Frame(128, 5, 10, 0)
	second := *five // of two networks with two regions for each of their classes
	second.Network, second.Networks = 1, 2
	second.Planes = slices.Clone(five.Planes)
	for i := 1; i <= 5; i++ {
		second.Planes[i].Name = "2." + strconv.Itoa(i)
	}
	one := labtest.Frame(128, 1, 10, 0)
	free := labtest.Frame(128, 0, 0, 0)
	many := []Point{}
	for i := range 200 {
		x := float64(i) / 200
		many = append(many, Point{i * 3, 2.3 / (1 + 12*x), 0.1 + 0.85*x/(x+0.08)})
	}
	cases := []struct {
		name  string
		w, h  int
		setup func(s *Scene)
	}{
		{"1280-dark", 1280, 720, func(s *Scene) { s.SetFrame(five); s.Select(3) }},
		{"1280-light", 1280, 720, func(s *Scene) { s.SetFrame(five); s.SetOptions(Options{Light: true}); s.Select(3) }},
		{"1920-dark", 1920, 1080, func(s *Scene) { s.SetFrame(five); s.SetMetrics(many); s.SetOptions(Options{Curve: true}) }},
		{"1920-projector-light", 1920, 1080, func(s *Scene) {
			s.SetFrame(five)
			s.SetOptions(Options{Light: true, Projector: true, Classes: clothes})
		}},
		{"phone-dark", 390, 500, func(s *Scene) { s.SetFrame(five) }},
		{"phone-light", 390, 500, func(s *Scene) { s.SetFrame(five); s.SetOptions(Options{Light: true, Classes: clothes}) }},
		{"phone-detail", 390, 500, func(s *Scene) { s.SetFrame(five); s.Select(2) }},
		{"tower", 390, 844, func(s *Scene) { s.SetFrame(five); s.Select(2) }},
		{"stage-dark", 760, 430, func(s *Scene) { s.SetFrame(five) }},
		{"stage-detail", 760, 430, func(s *Scene) { s.SetFrame(five); s.Select(1); s.SetOptions(Options{Classes: clothes}) }},
		{"display-dark", 1280, 800, func(s *Scene) { s.SetFrame(five); s.SetDisplays([]Display{display8()}); s.ShowDisplay(0) }},
		{"display-light", 1440, 860, func(s *Scene) {
			s.SetFrame(five)
			s.SetMetrics(many)
			s.SetOptions(Options{Light: true, Curve: true})
			s.SetDisplays([]Display{display8()})
			s.ShowDisplay(0)
		}},
		{"display-phone", 390, 844, func(s *Scene) { s.SetFrame(five); s.SetDisplays([]Display{display8()}); s.ShowDisplay(0) }},
		{"display-overlay", 760, 430, func(s *Scene) { s.SetFrame(five); s.SetDisplays([]Display{display8()}); s.ShowDisplay(0) }},
		{"one", 1280, 720, func(s *Scene) { s.SetFrame(one) }},
		{"second", 1280, 720, func(s *Scene) { s.SetFrame(&second); s.Select(6) }},
		{"free", 1280, 720, func(s *Scene) { s.SetFrame(free) }},
		{"uneven", 1280, 720, func(s *Scene) { s.SetFrame(uneven()); s.Select(4) }},
	}
	for _, c := range cases {
		s := New(nil)
		c.setup(s)
		save(t, c.name, shoot(s, c.w, c.h, 60))
	}
}
