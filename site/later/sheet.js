// A lesson on paper: its steps and tasks with room to answer, in a window of its own.

/**
 * Prints a lesson, by the browser's dialog.
 * @param {object} lesson as in site/lessons
 * @param {(text: object) => string} say a text in the page's language
 * @param {(key: string) => string} word the words of all lessons
 */
export function sheet(lesson, say, word) {
  const frame = Object.assign(document.createElement('iframe'), { className: 'hidden', title: say(lesson.title) });
  document.body.append(frame);
  const doc = frame.contentDocument;
  const add = (tag, text, to = doc.body) => to.appendChild(Object.assign(doc.createElement(tag), { textContent: text }));
  doc.documentElement.lang = document.documentElement.lang;
  doc.documentElement.dir = document.documentElement.dir;
  doc.title = `Talbot: ${say(lesson.title)}`;
  const sheetCSS = new URL('sheet.css', import.meta.url).href;
  const link = Object.assign(doc.createElement('link'), { rel: 'stylesheet', href: sheetCSS });
  add('h1', say(lesson.title));
  add('p', say(lesson.about));
  lesson.steps.forEach((s, i) => {
    add('h2', `${i + 1}. ${say(s.title)}`);
    add('p', say(s.text));
    if (!s.task) return;
    add('p', `${word('task')} ${say(s.task.text)}`).className = 'task';
    if (s.task.choose) {
      const list = add('ul', '');
      for (const c of s.task.choose) add('li', say(c), list);
    } else {
      add('div', '').className = 'room';
    }
  });
  add('h2', word('sources'));
  const sources = add('ul', '');
  for (const x of lesson.sources) add('li', x.doi ? `${x.text} doi:${x.doi}` : x.text, sources);
  link.onload = link.onerror = () => {
    frame.contentWindow.onafterprint = () => frame.remove();
    frame.contentWindow.print();
  };
  doc.head.append(link);
}
