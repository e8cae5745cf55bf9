// What is seen of a page and reaches out of its place.

import { laid } from './browser.mjs';

/** @returns {Promise<string[]>} one text for each element beyond the page, or its own panel */
export const spills = (page) => laid(page).then(() => page.evaluate(() => {
  const wide = document.documentElement.clientWidth, bad = [];
  if (document.documentElement.scrollWidth > wide) bad.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const e of document.querySelectorAll('body *')) {
    if (!e.checkVisibility() || e.closest('.hidden, .scroll, .samples, svg, .tools span, .skip, option')) continue;
    const r = e.getBoundingClientRect(), panel = e.parentElement.closest('.panel, .transport, dialog');
    const box = (panel?.offsetWidth ? panel : document.documentElement).getBoundingClientRect();
    if (r.width > 1 && (r.left < box.left - 1 || r.right > box.right + 1)) bad.push(`${e.tagName} ${e.id || e.className}: ${r.left.toFixed()} to ${r.right.toFixed()}`);
  }
  return bad;
}));
