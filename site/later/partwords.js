// What the dialog of parts says, and the German of what site/part.wasm says in English.

export const words = {
  en: {
    title: 'Masks as a part that can be made',
    about: 'Files for a mask shop, a laser writer or a printer, with a sheet that says all that must be known. The network is tested again with the heights as they can be made. All is computed here; nothing leaves this computer.',
    form: 'Files', gdsii: 'GDSII', oasis: 'OASIS', stl: 'STL, a solid', tiff16: 'TIFF, 16 bits', bmp: 'BMP, 8 bits', 'heights-csv': 'Table of heights (CSV)',
    index: 'Refractive index of the material at {wavelength}', ambient: 'Refractive index around it', levels: 'Heights that the process makes, 0 among them', shares: 'Sizes of openings, none among them',
    turns: 'Phase after which heights begin at 0 again, in turns', limit: 'Greatest height (empty: as the phase wants)', base: 'Base (empty: 1 mm, or a fiftieth of the width if that is more)',
    blur: 'Blur of the process, sigma (empty: none)', kernel: 'or its kernel as a table (CSV)',
    away: 'The relief faces the detector', stack: 'Binary masks, 2^n levels', cells: 'Cells: smaller files', sloped: 'Slopes in place of steps',
    make: 'Make the files', stop: 'Stop', loading: 'Loading what makes parts…', testing: 'Testing the part: {share}', writing: 'Writing file {file} of {files}…',
    missing: 'The refractive index of the material is missing: 1.46 is that of fused silica in green light.', length: '“{text}” is no length: write it like 0.5 mm', number: '“{text}” is no number',
    made: '{name}: {files} files. Of {pixels} pixels, {rounded} were rounded and {clipped} clipped.', tested: 'Of {count} test images {trained} are right with the masks as trained, {made} with the part.', blurred: 'With its blur: {blurred}.',
    untested: 'The page has no test images.', stopped: 'Stopped; nothing was saved.', other: 'Parts are made of masks of diffractive networks, which this is not.', broken: 'What makes parts has stopped: {text}',
  },
  de: {
    title: 'Masken als Teil, das man fertigen kann',
    about: 'Dateien für Maskenhersteller, Laserschreiber oder Drucker, mit einem Begleitblatt, auf dem alles Nötige steht. Das Netz wird noch einmal mit den Höhen getestet, wie sie gefertigt werden. Alles wird hier berechnet; nichts verlässt diesen Rechner.',
    form: 'Dateien', gdsii: 'GDSII', oasis: 'OASIS', stl: 'STL, ein Körper', tiff16: 'TIFF, 16 Bit', bmp: 'BMP, 8 Bit', 'heights-csv': 'Tabelle der Höhen (CSV)',
    index: 'Brechungsindex des Materials bei {wavelength}', ambient: 'Brechungsindex der Umgebung', levels: 'Höhen, die der Prozess macht, mit der 0', shares: 'Größen der Öffnungen, mit keiner',
    turns: 'Phase, nach der die Höhe wieder bei 0 beginnt, in Umläufen', limit: 'Größte Höhe (leer: wie die Phase will)', base: 'Grundplatte (leer: 1 mm, oder ein Fünfzigstel der Breite, wenn das mehr ist)',
    blur: 'Unschärfe des Prozesses, Sigma (leer: keine)', kernel: 'oder ihr Faltungskern als Tabelle (CSV)',
    away: 'Das Relief zeigt zum Detektor', stack: 'Binäre Masken, 2^n Stufen', cells: 'Zellen: kleinere Dateien', sloped: 'Schrägen statt Stufen',
    make: 'Dateien machen', stop: 'Abbrechen', loading: 'Das Programm für Teile lädt…', testing: 'Das Teil wird getestet: {share}', writing: 'Datei {file} von {files} wird geschrieben…',
    missing: 'Der Brechungsindex des Materials fehlt: Quarzglas hat in grünem Licht 1,46.', length: '„{text}“ ist keine Länge: schreiben Sie sie wie 0,5 mm', number: '„{text}“ ist keine Zahl',
    made: '{name}: {files} Dateien. Von {pixels} Pixeln wurden {rounded} gerundet und {clipped} gekappt.', tested: 'Von {count} Testbildern sind mit den trainierten Masken {trained} richtig, mit dem Teil {made}.', blurred: 'Mit der Unschärfe: {blurred}.',
    untested: 'Die Seite hat keine Testbilder.', stopped: 'Abgebrochen; nichts wurde gespeichert.', other: 'Teile gibt es von Masken diffraktiver Netze, und dieses ist keines.', broken: 'Das Programm für Teile ist stehen geblieben: {text}',
  },
};

// A sentence with gaps {}, and the German one with their numbers.
const s = (english, german) => [new RegExp(`^${english.split('{}').map((t) => t.replace(/[.*+?^$()[\]|\\]/g, '\\$&')).join('(.+?)')}$`, 's'), german];

export const german = [
  s('{} levels are outside 2 to {}', '{0} Höhen liegen außerhalb von 2 bis {1}'),
  s('{} levels are more than the {} layers of a file: take a stack of masks, or fewer levels', '{0} Höhen sind mehr als die {1} Ebenen einer Datei: binäre Masken nehmen, oder weniger Höhen'),
  s('{} levels do not fit the 256 greys of BMP: take TIFF, or fewer levels', '{0} Höhen passen nicht in die 256 Grautöne von BMP: TIFF nehmen, oder weniger Höhen'),
  s('a stack of n masks makes 2^n levels, and {} is no power of 2', 'n binäre Masken machen 2^n Höhen, und {0} ist keine Potenz von 2'),
  s('openings are not etched in steps: leave the stack away', 'Öffnungen werden nicht in Stufen geätzt: die binären Masken weglassen'),
  s('openings have no solid, as what stands between them would fall out: take GDSII, OASIS or a picture', 'Öffnungen sind kein Körper, denn was zwischen ihnen steht, fiele heraus: GDSII, OASIS oder ein Bild nehmen'),
  s('the refractive index of the material at the wavelength is not known: give it', 'Der Brechungsindex des Materials bei der Wellenlänge fehlt'),
  s('the ambient index {} is not above 0: give 1 for air', 'Der Brechungsindex der Umgebung {0} ist nicht größer als 0: für Luft 1 nehmen'),
  s('material and surroundings have the same refractive index {}: no height changes the phase', 'Material und Umgebung haben den gleichen Brechungsindex {0}: Keine Höhe ändert die Phase'),
  s('heights wrap after {} turns, which is outside 0 to 1000', '{0} Umläufe liegen außerhalb von 0 bis 1000'),
  s('the greatest height {} m is not above 0', 'Die größte Höhe {0} m ist nicht größer als 0'),
  s('the base {} m is not a thickness', 'Die Grundplatte {0} m ist keine Dicke'),
  s('a step of {} m on a base of {} m is lost in STL\'s single precision: take a thinner base or fewer levels', 'Eine Stufe von {0} m auf einer Grundplatte von {1} m geht in der einfachen Genauigkeit von STL verloren: dünnere Grundplatte nehmen oder weniger Höhen'),
  s('a part {} m wide does not fit GDSII, which ends at 2.1 m in nanometres: take OASIS or STL', 'Ein Teil von {0} m Breite passt nicht in GDSII, das in Nanometern bei 2,1 m endet: OASIS oder STL nehmen'),
  s('a blur of {} pixels is outside 0 to {}', 'Eine Unschärfe von {0} Pixeln liegt außerhalb von 0 bis {1}'),
  s('line {} of the blur has {} numbers: want a square of odd side up to {}', 'Zeile {0} des Faltungskerns hat {1} Zahlen: Er ist ein Quadrat mit ungerader Seite bis {2}'),
  s('line {} of the blur has {}, which is no number', 'Zeile {0} des Faltungskerns enthält {1}, und das ist keine Zahl'),
  s('the blur is a table of {} x {} numbers: want a square of odd side up to {}', 'Der Faltungskern ist eine Tabelle von {0} x {1} Zahlen: Er ist ein Quadrat mit ungerader Seite bis {2}'),
  s('a blur of {} numbers is no square of odd side up to {}', 'Ein Faltungskern von {0} Zahlen ist kein Quadrat mit ungerader Seite bis {1}'),
  s('the numbers of the blur add to {}: want more than 0', 'Die Zahlen des Faltungskerns haben die Summe {0}: Sie muss größer als 0 sein'),
  s('its file {} is missing: choose it together with the sheet', 'Die Datei {0} fehlt: zusammen mit dem Begleitblatt auswählen'),
  s('{}: its marks stand otherwise than the sheet says: it was {} and has been set right', '{0}: Die Marken stehen anders, als das Begleitblatt sagt; das Teil wurde gerade gerichtet'),
  s('{}: its marks are not to be found: {}', '{0}: Die Marken sind nicht zu finden: Pixel, Maske und Rand des Begleitblatts mit der Datei vergleichen'),
  s('{}: it has {} x {} pixels, and the part {} x {}', '{0}: hat {1} x {2} Pixel, das Teil {3} x {4}'),
  s('{}: it is no binary STL: save it so', '{0}: ist kein binäres STL'),
  s('{}: it ends before its last record: it was cut off, or is no {}', '{0}: endet vor dem letzten Eintrag: abgeschnitten, oder kein {1}'),
  s('{}: it has layer {}, and the sheet\'s {} levels have {} layers from 0 on', '{0}: hat die Ebene {1}, und die {2} Höhen des Begleitblatts haben {3} Ebenen von 0 an'),
];
