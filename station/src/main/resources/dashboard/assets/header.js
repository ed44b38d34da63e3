// Views, sites and ranges.
import { change, hrefOf, RANGES, state } from './address.js';
import { openDialog } from './dialogs.js';
import { el, hidden } from './dom.js';
import { bounds, LABELS, NAMES } from './ranges.js';
import { visible, cut } from './texts.js';
import { between, localInput, tightBetween, ZONE } from './times.js';

export const VIEWS = { traffic: 'Traffic', health: 'Health', explore: 'Explore' };

export function viewLinks() {
  return Object.entries(VIEWS).map(([view, name]) =>
    el('a', {
      href: hrefOf({ view }),
      'aria-current': state().view === view ? 'page' : null,
      on: {
        click(event) {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          change({ view });
        },
      },
    }, name));
}

/** The sites to choose from; one that the address names stays there though it had no views. */
export class HostChoice {
  #select = el('select', { id: 'host', on: { change: () => change({ host: this.#value() }) } });
  #names = [];
  element = el('label', { class: 'host' }, hidden('Site'), this.#select);

  #value() {
    return this.#select.selectedIndex === 0 ? null : this.#names[this.#select.selectedIndex - 1];
  }

  show(hosts) {
    const { host } = state();
    const names = hosts.map(({ name }) => name);
    if (host !== null && !names.includes(host)) names.unshift(host);
    if (names.join('\n') !== this.#names.join('\n') || this.#select.length === 0) {
      this.#names = names;
      this.#select.replaceChildren(el('option', {}, 'All sites'),
        ...names.map((name) => el('option', {}, visible(cut(name, 60)) || 'Without a name')));
    }
    this.#select.selectedIndex = host === null ? 0 : this.#names.indexOf(host) + 1;
  }
}

export function rangeChoice() {
  const current = state();
  const buttons = RANGES.map((range) =>
    el('button', {
      type: 'button', title: NAMES[range], 'aria-pressed': String(current.range === range), data: { range },
      on: { click: () => change({ range, from: null, to: null }) },
    }, LABELS[range]));
  const custom = current.range === 'custom';
  return el('div', { class: 'segments range-choice', role: 'group', 'aria-label': 'Range' }, buttons,
    el('button', { type: 'button', 'aria-pressed': String(custom), data: { range: 'custom' },
      title: custom ? between(current.from, current.to) : null, on: { click: askForRange } },
      custom ? tightBetween(current.from, current.to) : 'Custom…'));
}

function askForRange() {
  const { from, to } = bounds(state());
  const first = el('input', { type: 'datetime-local', required: true, value: localInput(from), name: 'from' });
  const last = el('input', { type: 'datetime-local', required: true, value: localInput(to), name: 'to' });
  const trouble = el('p', { class: 'trouble', role: 'alert' });
  const form = el('form', { method: 'dialog', class: 'range-form', on: { submit } },
    el('label', {}, 'From', first), el('label', {}, 'To', last),
    el('p', { class: 'quiet' }, `Times of ${ZONE}.`), trouble,
    el('div', { class: 'buttons' }, el('button', { class: 'primary' }, 'Show')));
  const dialog = openDialog('Custom range', {}, form);
  first.focus();

  function submit(event) {
    event.preventDefault();
    const chosen = { from: new Date(first.value), to: new Date(last.value) };
    if (!(chosen.from < chosen.to)) {
      trouble.textContent = 'The range ends before it begins. Choose a later end.';
      return;
    }
    dialog.close();
    change({ range: 'custom', ...chosen });
  }
}
