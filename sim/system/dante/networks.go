package dante

import (
	"strconv"
	"strings"

	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
)

// layer is one optical layer: masks side by side, with the electronic relay behind them.
type layer struct {
	masks, in, out    int // of each mask the channels
	side, pad, kernel int // of a channel, darkness around it, and of a kernel
	pool              int // side of the squares whose means go on
	repeat            int // times that the channels are given to the masks: 1 for once
	branches          int // stacks of channels that each go through all masks: 1 but for ONN-3-7
	dark              int // channels of each mask that are not read: 1 for the middle one of a bench, else 0
}

// tiling is that of each mask.
func (l layer) tiling() network.Tiling {
	return network.Tiling{In: l.in, Out: l.out, Side: l.side, Pad: l.pad, Kernel: l.kernel}
}

// outputs is the number of channels behind the layer, of several branches mixed to one stack.
func (l layer) outputs() int {
	if l.branches > 1 {
		return l.out
	}
	return l.masks * (l.out - l.dark)
}

// next is the side of a channel behind the layer.
func (l layer) next() int { return l.tiling().Valid() / l.pool }

// architecture is a network of optical layers; all of its last channels are read by a dense layer.
type architecture struct {
	channels, side int // of the pictures
	layers         []layer
	bench          bool         // pictures and channels are written as amplitudes, as on the paper's bench, not as phases
	enlarge        int          // pixels of light for each of a picture, along each axis
	real           []electronic // layers of a network without light, which has no others
}

func (a architecture) features() int {
	if len(a.layers) == 0 {
		return a.electronicFeatures()
	}
	last := a.layers[len(a.layers)-1]
	return last.outputs() * last.next() * last.next()
}

// masks is the number of all masks.
func (a architecture) masks() (n int) {
	for _, l := range a.layers {
		n += l.masks
	}
	return n
}

// padded is so many masks with kernels of 3 x 3 that keep the side of their channels, which is halved
// behind them where pool is 2.
func padded(masks, in, out, side, pool int) layer {
	return layer{masks: masks, in: in, out: out, side: side, pad: 1, kernel: 3, pool: pool, repeat: 1, branches: 1}
}

// networks are those of the paper. Layers of ONN-3-3 are those of its code. Of ONN-3-7 it tells
// that second masks are used for each of the first ones' outputs. Of the larger networks it tells the
// layers and masks alone; the channels here are chosen so that each impulse response fits into half of what
// the lenses reach, which a mask can be fitted to. Those of the bench are in bench.go.
var networks = map[string]architecture{
	"onn-3-3": colours(
		layer{1, 3, 25, 32, 0, 5, 2, 1, 1, 0}, layer{1, 25, 36, 14, 0, 3, 2, 1, 1, 0}, layer{1, 36, 81, 6, 0, 3, 2, 1, 1, 0}),
	"onn-3-7": colours(
		layer{3, 3, 25, 32, 0, 5, 2, 3, 1, 0}, layer{3, 25, 36, 14, 0, 3, 2, 1, 3, 0}, layer{1, 36, 81, 6, 0, 3, 2, 1, 1, 0}),
	"onn-3-3-500": quarters(3),
	"onn-3-7-500": quarters(7),
	"cifar-l3":    colours(padded(1, 3, 16, 32, 2), padded(1, 16, 48, 16, 2), padded(1, 48, 49, 8, 2)),
	"cifar-l4":    colours(padded(1, 3, 16, 32, 2), padded(1, 16, 48, 16, 2), padded(1, 48, 49, 8, 2), padded(1, 49, 100, 4, 2)),
	"cifar-l5":    colours(five(2)...),
	"cifar-l6":    colours(append(five(2), padded(8, 24, 48, 4, 2))...),
	"cifar-l7": colours(padded(1, 3, 16, 32, 2), padded(1, 16, 48, 16, 2), padded(4, 12, 24, 8, 1), padded(4, 24, 48, 8, 1),
		padded(4, 48, 48, 8, 2), padded(8, 24, 48, 4, 1), padded(8, 48, 48, 4, 2)),
	"cifar-l10": colours(padded(1, 3, 32, 32, 2), padded(2, 16, 32, 16, 1), padded(4, 16, 32, 16, 2), padded(8, 16, 32, 8, 1),
		padded(8, 32, 32, 8, 1), padded(8, 32, 32, 8, 2), padded(8, 32, 64, 4, 1), padded(8, 64, 64, 4, 1), padded(8, 64, 64, 4, 1), padded(8, 64, 64, 4, 2)),
	"imagenet32-l6": colours(six(2)...),
	"imagenet32-l7": colours(append(six(1), padded(16, 40, 80, 4, 2))...),
	"imagenet32-l10": colours(append(six(1), padded(8, 80, 80, 4, 1),
		padded(16, 40, 80, 4, 1), padded(16, 80, 80, 4, 1), padded(16, 80, 80, 4, 2))...),
	"bench-mnist": benchMNIST,
	"bench-cifar": benchCIFAR,
	"bench-small": benchSmall,
}

// colours is a network for pictures of 32 x 32 in three colours.
func colours(layers ...layer) architecture {
	return architecture{channels: 3, side: 32, layers: layers}
}

// networkNames are the choices of the parameter, in the order of a form.
var networkNames = []string{"own", "onn-3-3", "onn-3-7", "onn-3-3-500", "onn-3-7-500", "cifar-l3", "cifar-l4", "cifar-l5", "cifar-l6", "cifar-l7", "cifar-l10",
	"imagenet32-l6", "imagenet32-l7", "imagenet32-l10", "bench-mnist", "bench-cifar", "bench-small", "linear", "lenet-5", "vgg-11"}

// withLight are the choices that have masks, as a parameter's needs name them.
var withLight = strings.Join(networkNames[:len(networkNames)-len(electronics)], "|")

// inColours is such as "3 colours".
func inColours(channels int) string {
	if channels == 1 {
		return "grey"
	}
	return strconv.Itoa(channels) + " colours"
}

func five(pool int) []layer {
	return []layer{padded(1, 3, 16, 32, 2), padded(1, 16, 48, 16, 2), padded(2, 24, 48, 8, 1), padded(4, 24, 48, 8, 1), padded(4, 48, 48, 8, pool)}
}

// six are the first layers for ImageNet: eight masks each, of which all first ones see the whole picture.
func six(pool int) []layer {
	first := padded(8, 3, 16, 32, 2)
	first.repeat = 8
	return []layer{first, padded(8, 16, 32, 16, 2), padded(8, 32, 48, 8, 1), padded(8, 48, 48, 8, 2), padded(8, 48, 80, 4, 1), padded(8, 80, 80, 4, pool)}
}

// architecture is the network of the settings for pictures of a shape.
func (c *Config) architecture(channels, side int) (architecture, error) {
	if c.Electronic() {
		return c.electronicNetwork(channels, side)
	}
	if a, ok := networks[c.Network]; ok {
		if channels != a.channels || side != a.side {
			return a, experiment.Wrong("network", c.Network, " is for pictures of ", a.side, " x ", a.side, " in ", inColours(a.channels),
				", and these are of ", side, " x ", side, " in ", inColours(channels), ": choose the network own")
		}
		return a, nil
	}
	maps, err := wholes(c.Maps)
	if err != nil {
		return architecture{}, experiment.Wrong("maps", err.Error())
	}
	kernels, err := wholes(c.Kernels)
	if err != nil {
		return architecture{}, experiment.Wrong("kernel-sides", err.Error())
	}
	a := architecture{channels: channels, side: side}
	in := channels
	for i, out := range maps {
		l := layer{masks: 1, in: in, out: out, side: side, kernel: kernels[min(i, len(kernels)-1)], pool: 2, repeat: 1, branches: 1}
		if l.kernel > side {
			return a, experiment.Wrong("kernel-sides", "a kernel of ", l.kernel, " x ", l.kernel, " does not fit the channels of ", side, " x ", side, " that come to layer ", i+1, ": take smaller kernels or fewer layers")
		}
		if l.next() < 1 {
			return a, experiment.Wrong("maps", "nothing is left of the pictures behind layer ", i+1, ", to which channels of ", side, " x ", side, " come: take fewer layers or smaller kernels")
		}
		a.layers = append(a.layers, l)
		in, side = out, l.next()
	}
	return a, nil
}

// wholes are the numbers of a list such as "4,16".
func wholes(text string) (list []int, err error) {
	part := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] != ',' {
			continue
		}
		n, err := strconv.Atoi(text[part:i])
		if err != nil || n < 1 || n > 400 {
			return nil, errs.New(strconv.Quote(text), " is no list of whole numbers from 1 to 400 with commas between, one a layer, such as 4,16")
		}
		list, part = append(list, n), i+1
	}
	if len(list) > 20 {
		return nil, errs.New(len(list), " layers are more than 20")
	}
	return list, nil
}

func isWholes(text string) error {
	_, err := wholes(text)
	return err
}

// count is such as "3 masks".
func count(masks int) string { return strconv.Itoa(masks) + " masks" }
