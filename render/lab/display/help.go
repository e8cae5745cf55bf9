package display

// About and Flags are what talbot-desk --help says, but for its presets, which
// cannot be listed before ebiten looks for a display. They are here so that they can
// be read without one; a test of the desk compares them with its flags.
const About = `Shows the light of one picture on its way through an optical network, and trains the network.
All keys are on the help that the window shows first. Nothing is written to disk.
It needs a display, on Linux that of an X server; only this help does without.`

const Flags = `      --data string         folder of the data sets; otherwise the user's, or the small ones that come with Talbot
      --frames int          close after this many frames
  -h, --help                help for talbot-desk
      --light               light theme
      --no-help             do not show the keys at the start
      --play                train at once
      --projector           large type
      --screenshot string   PNG file for the last of --frames; an existing file is not overwritten
      --seed int            number that all randomness comes from; otherwise the preset's
      --set stringArray     name=value of a parameter; may be repeated
      --size string         width and height of the window (default "1440x860")
`

const help = About + "\n\nPresets: see talbot list\n\nUsage:\n  talbot-desk [preset] [flags]\n\nFlags:\n" + Flags
