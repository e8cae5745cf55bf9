// What the dialog of parts says.
export default {
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
};
