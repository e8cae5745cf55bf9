// The form of an experiment, made from the engine's list of parameters. Nothing
// here knows a parameter by name.

import { engineSays, engineText, sentences, t } from '../i18n.js';
import { counts } from '../io/shipped.js';
import { format, formatList, parse, parseList } from '../units.js';

/**
 * @param {(param: object, value: string, again: boolean) => Promise<void | false>} onChange
 *   sets a parameter; it rejects when the engine refuses the value. A value that was
 *   refused before comes again after a change that may allow it: false leaves it refused
 */
export function startForm(onChange) {
  const form = document.getElementById('form');
  let fields = new Map();
  let changing = 0; // values on their way
  const refused = new Set(); // names of fields that show a refused value, which the next change may allow
  form.addEventListener('submit', (e) => e.preventDefault());

  /**
   * Shows params; changed has the names of those that differ from the preset. Fields
   * stay where they can: somebody may be typing into the next one.
   */
  function fill(params, changed) {
    place(params, changed);
    hideIdle(params);
  }

  // Fields that do nothing with the other values as they are go out of sight.
  function hideIdle(params) {
    for (const p of params) fields.get(p.name).box.hidden = !counts(p, params);
    for (const group of form.children) {
      const seen = group.querySelectorAll('.param:not([hidden])').length;
      group.hidden = seen === 0;
      group.querySelector('.count').textContent = seen;
    }
  }

  function place(params, changed) {
    if (params.length === fields.size && params.every((p) => fields.get(p.name)?.fits(p))) {
      for (const p of params) {
        fields.get(p.name).renew(p);
        fields.get(p.name).box.classList.toggle('changed', changed.has(p.name));
      }
      return;
    }
    const focused = form.contains(document.activeElement) ? document.activeElement.id : '';
    const open = new Set([...fields].filter(([, f]) => f.why.getAttribute('aria-expanded') === 'true').map(([n]) => n));
    fields = new Map();
    const groups = new Map();
    for (const p of params) {
      const field = make(p);
      fields.set(p.name, field);
      field.box.classList.toggle('changed', changed.has(p.name));
      if (open.has(p.name)) field.explain(true);
      if (!groups.has(p.group)) groups.set(p.group, []);
      groups.get(p.group).push(p);
    }
    const opened = new Map([...form.children].map((d) => [d.dataset.group, d.open]));
    form.replaceChildren(...[...groups].map(([name, list]) => {
      const group = element('details', { className: 'group' });
      group.dataset.group = name;
      // What acts at once, and what was changed, is in sight; all of a short form is.
      group.open = params.length <= 8 || (opened.get(name) ?? list.some((p) => p.live || changed.has(p.name)));
      const summary = element('summary');
      const title = engineText(`group.${name}`, name);
      summary.append(title, element('span', { className: 'count', textContent: list.length }));
      const boxes = element('div', { className: 'group-fields' });
      boxes.setAttribute('role', 'group');
      boxes.setAttribute('aria-label', title);
      boxes.append(...list.map((p) => fields.get(p.name).box));
      group.append(summary, boxes);
      return group;
    }));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  function make(p) {
    const id = `p-${p.name}`;
    const box = element('div', { className: 'field param' });
    const label = element('label', { htmlFor: id, textContent: engineText(p.name, p.label) });
    const input = control(p);
    input.id = id;
    if (p.kind === 'text' && p.choices?.length) {
      const hints = element('datalist', { id: `${id}-hints` });
      hints.append(...p.choices.map((c) => new Option(c)));
      box.append(hints);
      input.setAttribute('list', hints.id);
    }
    input.setAttribute('aria-describedby', `${id}-wrong`);
    const doc = element('p', { className: 'doc', id: `${id}-doc`, hidden: true, textContent: explanation(p) });
    const why = element('button', { type: 'button', className: 'why', textContent: '?' });
    why.setAttribute('aria-label', t('param.why', { label: engineText(p.name, p.label) }));
    why.setAttribute('aria-controls', doc.id);
    const explain = (on) => { doc.hidden = !on; why.setAttribute('aria-expanded', on); };
    explain(false);
    why.addEventListener('click', () => explain(doc.hidden));
    const wrong = element('p', { className: 'wrong', id: `${id}-wrong` });
    box.append(label, input, why, doc, wrong);

    const mark = (text) => {
      wrong.textContent = text;
      if (text) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    };
    let shown = '';
    const show = (value) => {
      if (p.kind === 'bool') input.checked = value === 'true';
      else if (p.kind === 'choice' || p.kind === 'text') input.value = value;
      else input.value = shown = p.each ? formatList(value, p.unit, 6) : format(value, p.unit, 6);
    };
    let last = p.value, entered, entries = 0, given = 0, underway = 0; // given: entries that Escape gave up; underway: values of this field on their way
    const read = () => (p.kind === 'bool' ? String(input.checked) : p.kind === 'choice' ? input.value : p.kind === 'text' ? input.value.trim() : p.each ? parseList(input.value, p.unit) : parse(input.value, p.unit));
    const set = (value) => { last = value; show(value); mark(''); refused.delete(p.name); };
    const enter = async (again) => {
      const value = entered = read(), entry = ++entries;
      changing++;
      underway++;
      refused.delete(p.name);
      try {
        if (await onChange(p, value, again) === false) return void (entry > given && refused.add(p.name));
        last = p.value;
        if (entry === entries && !typing()) set(last);
        else if (entry === entries) mark('');
        return true;
      } catch (error) {
        if (entry !== entries || entry <= given) return; // the answer to what was entered since counts
        // Another preset may have brought other fields meanwhile.
        (fields.get(p.name) ?? { mark }).mark(error.message);
        if (p.kind === 'bool' || p.kind === 'choice') show(last);
        else refused.add(p.name);
      } finally {
        changing--;
        underway--;
      }
    };
    input.addEventListener('change', async () => {
      if (read() === last) set(last);
      else if (await enter()) for (const name of [...refused]) await fields.get(name)?.again();
    });
    input.addEventListener('keydown', (e) => {
      if (e.key !== 'Escape') return;
      given = entries;
      set(last);
    });
    show(p.value);
    const typing = () => input === document.activeElement && input.type === 'text' && input.value !== shown && read() !== entered;
    return {
      box, why, explain, mark,
      /** Enters a refused value again, unless another is being typed or was entered since. */
      async again() { if (refused.has(p.name) && !typing()) await enter(true); },
      /** Whether this field can show another parameter. */
      fits: (other) => ['name', 'kind', 'unit', 'group', 'label', 'live'].every((k) => other[k] === p[k]) && `${other.choices}` === `${p.choices}`,
      renew(other) {
        p = other;
        doc.textContent = explanation(p);
        this.came(p.value);
      },
      /** Shows a value that came, unless another is being typed, or waits for its answer. */
      came(value) {
        if (typing() || underway || (changing && refused.has(p.name))) last = value;
        else set(value);
      },
    };
  }

  return {
    fill,
    /** Shows the value of a parameter that was set. */
    set(name, value, changed) {
      fields.get(name)?.came(value);
      fields.get(name)?.box.classList.toggle('changed', changed);
    },
    /** Marks the field of a parameter with what is wrong. Returns whether there is one. */
    mark(name, text) {
      const field = fields.get(name);
      field?.mark(text);
      if (field) {
        const group = field.box.closest('details');
        field.box.hidden = group.hidden = false;
        group.open = true;
      }
      return fields.has(name);
    },
  };
}

function control(p) {
  if (p.kind === 'bool') return element('input', { type: 'checkbox' });
  if (p.kind === 'choice') {
    const select = element('select');
    select.append(...p.choices.map((c) => new Option(choice(c), c)));
    select.classList.toggle('long', [...select.options].some((o) => width(o.text) > 14)); // its label is above it
    return select;
  }
  return element('input', { type: 'text', inputMode: p.unit || p.each || p.kind === 'text' ? 'text' : 'decimal', spellcheck: false });
}

// width of a text in letters: a Chinese one is as wide as two.
const width = (text) => [...text].reduce((n, c) => n + (c > '\u2e7f' ? 2 : 1), 0);

// choice is a name to choose, behind what it says in the language; links, files and the engine's words have the name.
function choice(name) {
  const said = engineText(`choice.${name}`);
  return said && said.toLowerCase() !== name ? `${said} (${name})` : said || name;
}

function explanation(p) {
  const parts = [engineSays(p.doc)];
  if (p.kind === 'int' || p.kind === 'float') parts.push(t('param.range', { min: format(p.min, p.unit, 4), max: format(p.max, p.unit, 4) }));
  parts.push(t(p.live ? 'param.live' : 'param.rebuild'));
  return sentences(...parts);
}

const element = (tag, props = {}) => Object.assign(document.createElement(tag), props);
