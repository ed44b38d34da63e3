// The rows of a panel: bars behind names, numbers beside them, each a filter.
import { fits, isActive, state, toggle } from './address.js';
import { attribute, el, hidden, icon, keepingFocus, say } from './dom.js';
import { nameOf } from './filters.js';
import { full, share, short } from './numbers.js';
import { linkTo } from './texts.js';

const OUT = 'M6 3.5H3.5v9h9V10M9.5 2.5h4v4M13.5 2.5L8 8';

/** A table of counted names that changes in place. */
export class Rows {
  #body = el('tbody');
  #shown = new Map();

  constructor({ caption, head, counted = 'Views', onChoose = toggle }) {
    this.onChoose = onChoose;
    this.element = el('table', { class: 'rows' },
      el('caption', { class: 'visually-hidden' }, caption),
      el('thead', {}, el('tr', {},
        el('th', { scope: 'col', class: 'name' }, head),
        this.visitors = el('th', { scope: 'col', class: 'count' }, 'Visitors'),
        el('th', { scope: 'col', class: 'count' }, counted),
        el('th', { scope: 'col', class: 'share' }, hidden('Share')))),
      this.#body);
  }

  /** @param most what the longest bar stands for */
  show(rows, most = Math.max(1, ...rows.map((row) => row.hits))) {
    const withVisitors = rows.some((row) => typeof row.visitors === 'number');
    this.element.classList.toggle('without-visitors', !withVisitors);
    const next = new Map();
    for (const row of rows) {
      const key = JSON.stringify([row.filter, row.name]);
      const line = this.#shown.get(key) ?? new Line(row, this.onChoose);
      line.show(row, most);
      next.set(key, line);
    }
    keepingFocus(() => {
      for (const [key, line] of this.#shown) if (!next.has(key)) line.element.remove();
      let place = this.#body.firstElementChild;
      for (const line of next.values()) {
        if (line.element === place) place = place.nextElementSibling;
        else this.#body.insertBefore(line.element, place);
      }
    });
    this.#shown = next;
  }

  append(rows, most) {
    for (const row of rows) {
      const line = new Line(row, this.onChoose);
      line.show(row, most);
      this.#body.append(line.element);
    }
  }
}

class Line {
  constructor(row, onChoose) {
    const name = nameOf(row, state().host !== null);
    const link = linkTo(row.name ?? '');
    this.bar = el('span', { class: 'bar' });
    this.choice = fits(row.filter ?? {})
      ? el('button', { type: 'button', class: 'row-name', on: { click: () => onChoose(row.filter) } }, name)
      : el('span', { class: 'row-name', title: 'Too long to filter by' }, name);
    this.visitors = el('td', { class: 'count' });
    this.hits = el('td', { class: 'count' });
    this.share = el('td', { class: 'share' });
    this.element = el('tr', {},
      el('th', { scope: 'row', class: 'name' }, el('div', { class: 'name-cell' }, this.bar, this.choice,
        link && el('a', { class: 'out', href: link, target: '_blank', rel: 'noopener noreferrer', title: 'Open in a new tab' },
          icon(OUT), hidden('Open in a new tab')))),
      this.visitors, this.hits, this.share);
  }

  show(row, most) {
    this.bar.style.setProperty('--length', `${(100 * row.hits) / most}%`);
    const active = isActive(row.filter ?? {});
    this.element.classList.toggle('active', active);
    if (this.choice.localName === 'button') attribute(this.choice, 'aria-pressed', String(active));
    figure(this.visitors, row.visitors);
    figure(this.hits, row.hits);
    say(this.share, share(row.share));
  }
}

function figure(cell, value) {
  say(cell, short(value));
  attribute(cell, 'title', cell.textContent === full(value) ? null : full(value));
}
