// Deutsch: was der Rechenkern auf Englisch sagt, nach seinen Namen. Was hier fehlt,
// bleibt englisch.
export default {
  'preset.d2nn-mnist-64': 'Ziffern, 64 x 64', 'preset.d2nn-mnist-64.doc': 'Fünf Phasenmasken mit 64 x 64 Pixeln lesen Handschriftziffern; klein genug, um im Browser zu trainieren.',
  'preset.d2nn-fashion-64': 'Kleidung, 64 x 64', 'preset.d2nn-fashion-64.doc': 'Die gleichen Masken sortieren Bilder von Kleidung.',
  'preset.d2nn-mnist': 'Ziffern, 200 x 200', 'preset.d2nn-mnist.doc': 'Fünf Phasenmasken mit 200 x 200 Pixeln lesen Handschriftziffern: unser bestes Rezept in voller Größe.',
  'preset.d2nn-fashion': 'Kleidung, 200 x 200', 'preset.d2nn-fashion.doc': 'Unser bestes Rezept in voller Größe, für Bilder von Kleidung.',
  'preset.d2nn-lightridge': 'Rezept von LightRidge', 'preset.d2nn-lightridge.doc': 'Genau das öffentliche Rezept aus dem ersten Tutorial von LightRidge, dessen Protokoll bei 93,3 % endet.',
  'group.Data': 'Daten', 'group.Optics': 'Optik', 'group.Source': 'Quelle', 'group.Network': 'Netz', 'group.Detector': 'Detektor', 'group.Training': 'Training',
  'data-set': 'Datensatz', samples: 'Abtastpunkte', pitch: 'Pixelabstand', wavelength: 'Wellenlänge', distance: 'Abstand', padding: 'Rand', 'band-limit': 'Bandgrenze',
  illumination: 'Beleuchtung', waist: 'Strahltaille', encoding: 'Kodierung', 'phase-depth': 'Phasenhub', 'image-size': 'Bildgröße',
  layers: 'Masken', mask: 'Maskentyp', gain: 'Verstärkung', 'init-range': 'Anfangsbereich',
  'region-size': 'Feldgröße', reading: 'Ablesung', logits: 'Logits', 'logit-scale': 'Logit-Faktor',
  loss: 'Verlust', optimiser: 'Optimierer', 'learning-rate': 'Lernrate', momentum: 'Impuls', schedule: 'Zeitplan', 'schedule-epochs': 'Stufe alle', 'schedule-factor': 'Stufenfaktor',
  batch: 'Stapel', epochs: 'Epochen', seed: 'Startwert',
  'samples.doc': 'Abtastpunkte je Seite jeder Ebene; einer ist ein Pixel einer Maske.', 'pitch.doc': 'Abstand der Abtastpunkte.', 'wavelength.doc': 'Wellenlänge des Lichts; 532e-9 ist ein grüner Laser.',
  'distance.doc': 'Freier Raum vor jeder Maske und vor dem Detektor.', 'layers.doc': 'Zahl der trainierbaren Masken.', 'mask.doc': 'Was eine Maske ändert: die Phase des Lichts oder seine Amplitude.',
  'learning-rate.doc': 'Größe eines Schritts.', 'batch.doc': 'Bilder je Schritt.', 'seed.doc': 'Zahl, aus der aller Zufall eines Laufs kommt.',
};
