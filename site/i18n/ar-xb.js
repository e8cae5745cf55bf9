// A test language: English between brackets, right to left. It shows what is not
// translated, what is cut off, and what does not mirror.
import en from './en.js';

export default Object.fromEntries(Object.entries(en).map(([k, v]) => [k, `[\u202e${v}\u202c]`.replace(/\{(\w+)\}/g, '\u202c{$1}\u202e')]));
