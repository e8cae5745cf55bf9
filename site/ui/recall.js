// Settings that the browser keeps.

/** Reads a setting; null where the browser keeps none. */
export function recall(key) {
  try { return localStorage.getItem(`talbot.${key}`); } catch { return null; }
}
/** Keeps a setting, where the browser can. */
export function remember(key, value) {
  try { localStorage.setItem(`talbot.${key}`, value); } catch { /* private windows keep nothing */ }
}
