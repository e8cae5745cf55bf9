// Deutsch: Netze aus dualen Neuronen.

const deep = (id, name, layers, masks) => ({
  [`preset.dante-${id}-l${layers}`]: `${name} mit ${layers} Schichten`,
  [`preset.dante-${id}-l${layers}.doc`]: `${layers} optische Schichten mit ${masks} Masken lernen ${name}, mit Normierung und gemischten Kanälen zwischen den Masken.`,
});

export default {
  'Dual neurons': 'Duale Neuronen',
  'preset.dante-small': 'Duale Neuronen: Ziffern', 'preset.dante-small.doc': 'Zwei Schichten lernen als Faltungen; dann wird an jede eine Maske angepasst, und Licht liest Ziffern.',
  'preset.dante-onn33': 'ONN-3-3', 'preset.dante-onn33.doc': 'Drei Schichten mit je einer Maske lernen CIFAR-10 in Farbe, wie das erste Netz der Veröffentlichung.',
  'preset.dante-onn37': 'ONN-3-7', 'preset.dante-onn37.doc': 'Sieben Masken in drei Schichten lernen CIFAR-10 in Farbe; die mittleren drei werden dreimal benutzt.',
  ...deep('cifar', 'CIFAR-10', 3, 3), ...deep('cifar', 'CIFAR-10', 4, 4), ...deep('cifar', 'CIFAR-10', 5, 12), ...deep('cifar', 'CIFAR-10', 6, 20), ...deep('cifar', 'CIFAR-10', 7, 30), ...deep('cifar', 'CIFAR-10', 10, 63),
  ...deep('imagenet32', 'ImageNet mit 32 x 32', 6, 48), ...deep('imagenet32', 'ImageNet mit 32 x 32', 7, 64), ...deep('imagenet32', 'ImageNet mit 32 x 32', 10, 104),

  'group.Electronics': 'Elektronik', 'group.Local fit': 'Anpassung der Masken', 'group.Varied pictures': 'Veränderte Bilder', 'group.Read-out': 'Auslese',
  maps: 'Kanäle', 'kernel-sides': 'Seiten der Kerne', neurons: 'Neuronen', 'bias-and-scale': 'Normierung', shuffle: 'Mischen', mirror: 'Spiegeln', erase: 'Löschen', move: 'Verschieben',
  'mask-size': 'Maske', light: 'Licht durch', fit: 'Anpassung durch', 'fit-steps': 'Schritte', 'fit-warm': 'Zuerst Rückgewinnung', 'fit-rate': 'Rate', 'fit-share': 'Licht, das ankommt', 'free-phase': 'Freie Phasen',
  'retune-epochs': 'Nachlernen', 'retune-rate': 'Rate des Nachlernens',
  'What is learned.': 'Was gelernt wird.',
  'Layers and masks: one of the paper\'s networks for 32 x 32 colours, or your own for any pictures.': 'Schichten und Masken: ein Netz der Veröffentlichung für Farbbilder von 32 x 32, oder ein eigenes für beliebige Bilder.',
  'Channels behind each layer of a network of your own, with commas between: two numbers are two layers.': 'Kanäle hinter jeder Schicht eines eigenen Netzes, durch Kommas getrennt: Zwei Zahlen sind zwei Schichten.',
  'Sides of each layer\'s kernels in pixels, with commas between; the last is for all that follow.': 'Seiten der Kerne jeder Schicht in Pixeln, durch Kommas getrennt; die letzte gilt für alle folgenden.',
  'Dual: convolutions learn, and then a mask is fitted to each; single: masks learn through the light itself.': 'dual: Faltungen lernen, dann wird an jede eine Maske angepasst; single: Masken lernen durch das Licht selbst.',
  'Electronics bring each channel that a camera sees to mean and deviation of their own (batch normalisation).': 'Elektronik bringt jeden Kanal, den eine Kamera sieht, auf eigenen Mittelwert und eigene Streuung (Batch-Normierung).',
  'Electronics mix the channels of several masks before the next masks.': 'Elektronik mischt die Kanäle mehrerer Masken vor den nächsten Masken.',
  'Share of the training pictures that are mirrored, left to right.': 'Anteil der Trainingsbilder, die links und rechts gespiegelt werden.',
  'Share of the training pictures of which a rectangle is erased.': 'Anteil der Trainingsbilder, aus denen ein Rechteck gelöscht wird.',
  'Pixels by which training pictures are moved at most along each axis.': 'Pixel, um die Trainingsbilder längs jeder Achse höchstens verschoben werden.',
  'Samples along each side of the planes, in full propagation.': 'Abtastpunkte je Seite der Ebenen, bei voller Ausbreitung.',
  'Spacing of the samples, which are the mask\'s pixels.': 'Abstand der Abtastpunkte, die auch Pixel der Maske sind.',
  'Focal length of the lenses: a point lights wavelength x focal length/pitch^2 pixels of the mask.': 'Brennweite der Linsen: Ein Punkt beleuchtet Wellenlänge x Brennweite/Pixelabstand^2 Pixel der Maske.',
  'Pixels along each side of a mask.': 'Pixel je Seite einer Maske.',
  'How light is computed: the ideal 4-f system by dense products or chirp-z transforms, or space and lenses in full.': 'Wie Licht gerechnet wird: das ideale 4-f-System durch dichte Produkte oder Chirp-z-Transformationen, oder Raum und Linsen ganz.',
  'How a mask is fitted: Adam after phase retrieval, the paper\'s way, or phase retrieval alone.': 'Wie eine Maske angepasst wird: Adam nach Phasenrückgewinnung, der Weg der Veröffentlichung, oder nur Phasenrückgewinnung.',
  'Updates of each mask.': 'Schritte für jede Maske.',
  'Of them, those by phase retrieval before Adam begins.': 'Davon durch Phasenrückgewinnung, bevor Adam beginnt.',
  'Rate of the fit: radians of Adam, or how far retrieval moves the light, below 2.': 'Rate der Anpassung: Radiant bei Adam, oder wie weit die Rückgewinnung das Licht bewegt, unter 2.',
  'Least share of the light that is to come to the kernels; more of it elsewhere lets the mask come nearer to them.': 'Kleinster Anteil des Lichts, der zu den Kernen kommen soll; mehr davon anderswo lässt die Maske ihnen näher kommen.',
  'Each output channel may have a phase of its own, which no camera sees.': 'Jeder Ausgangskanal darf eine eigene Phase haben, die keine Kamera sieht.',
  'The rule that changes the kernels.': 'Die Regel, nach der sich die Kerne ändern.',
  'Epochs for which the read-out learns once more from the light of the fitted masks; 0 for not.': 'Epochen, die die Auslese vom Licht der fertigen Masken nachlernt; 0 für keine.',
  'Learning rate of Adam for it.': 'Lernrate von Adam dafür.',

  'artificial training': 'künstliches Lernen', 'fit of the masks': 'Anpassung der Masken', 'tuning of the read-out': 'Nachlernen der Auslese', 'Squared error': 'Quadratischer Fehler',
  lens: 'Linse',
  'Convolutions stand in for the light until all masks are fitted.': 'Faltungen stehen für das Licht, bis alle Masken fertig sind.',
  'Colour is the phase, and brightness the amplitude.': 'Farbe ist die Phase, Helligkeit die Amplitude.',
  'Artificial kernels': 'Künstliche Kerne', 'Impulse response of the mask': 'Impulsantwort der Maske', 'All of the impulse response': 'Die ganze Impulsantwort', 'Phase of the mask': 'Phase der Maske',
  'Each kernel in a cell of its own: what is dark keeps channels apart.': 'Jeder Kern in einer eigenen Zelle: Was dunkel ist, hält Kanäle auseinander.',
  'Light of each point comes through all of it.': 'Das Licht jedes Punkts geht durch die ganze Maske.',
  'Error of the fit': 'Fehler der Anpassung', update: 'Schritt', 'squared error, relative': 'quadratischer Fehler, relativ',
  'What of the kernels the impulse response lacks: 0.01 is 1 % of their power.': 'Was der Impulsantwort an den Kernen fehlt: 0,01 ist 1 % ihrer Leistung.',
  'Right answers': 'Richtige Antworten', 'per cent': 'Prozent', artificial: 'künstlich', optical: 'optisch', 'Answers, artificial': 'Antworten, künstlich', 'Answers, optical': 'Antworten, optisch',
  'Of the test pictures: by the kernels as they learned, and by light through the masks.': 'Von den Testbildern: durch die Kerne, wie sie lernten, und durch Licht hinter den Masken.',
};

/** Sätze mit Lücken; s wie in de-sentences.js. */
export const sentences = (s) => [
  s('epoch {} of {}', 'Epoche {0} von {1}'),
  s('mask {} of {}', 'Maske {0} von {1}'),
  s('mask {}', 'Maske {0}'),
  s('camera {}', 'Kamera {0}'),
  s('relay {}', 'Elektronik {0}'),
  s('Kernels of layer {}', 'Kerne von Schicht {0}'),
  s('{} groups of {}: one for each output channel.', '{0} Gruppen von {1}: eine für jeden Ausgangskanal.'),
  s('Mask {}, of layer {}.', 'Maske {0}, aus Schicht {1}.'),
  s('What the light of one point comes to, where the kernels have to be and {} samples around.', 'Was aus dem Licht eines Punkts wird, wo die Kerne sein sollen, und {0} Abtastpunkte darum.'),
];
