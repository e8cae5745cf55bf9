// What parts of the page that come later are made of.

/** An element with properties and content. */
export function element(tag, props = {}, ...inside) {
  const e = Object.assign(document.createElement(tag), props);
  e.append(...inside);
  return e;
}

/** Lets Escape close a part of the page that is no dialog, from anywhere in it but a field that is being filled. */
export const escapes = (panel, close) => panel.addEventListener('keydown', (e) => {
  if (e.key === 'Escape' && !e.target.closest('input, select, textarea')) close();
});

/** Loads a style sheet of this folder, once; it resolves when that has come or failed. */
const sheets = new Map();
export function styled(name) {
  if (!sheets.has(name)) {
    sheets.set(name, new Promise((done) => {
      const link = element('link', { rel: 'stylesheet', href: new URL(name, import.meta.url).href });
      link.onload = link.onerror = done;
      document.head.append(link);
    }));
  }
  return sheets.get(name);
}
