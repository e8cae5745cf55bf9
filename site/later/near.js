// A preset that is not there: which are called nearly so.

/** The error of a name that is not among known, with the three that are nearest. list opens the list of all. */
export function unknown(name, known) {
  const near = known.map((id) => [distance(name, id) - (id.startsWith(name) || name.startsWith(id) ? 100 : 0), id]).sort((a, b) => a[0] - b[0]).slice(0, 3).map(([, id]) => id);
  return Object.assign(new Error(`there is no preset "${name}"; the nearest are: ${near.join(', ')}`), { list });
}

function list() {
  const select = document.getElementById('preset');
  select.scrollIntoView({ block: 'center' });
  select.focus();
  try { select.showPicker(); } catch { /* the focus is on it */ }
}

// distance is Levenshtein's: the letters to put in, to take out or to change, from a to b.
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) next.push(Math.min(row[j] + (a[i] !== b[j]), row[j + 1] + 1, next[j] + 1));
    row = next;
  }
  return row[b.length];
}
