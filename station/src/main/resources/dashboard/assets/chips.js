// The active filters, each with a button that takes it away.
import { change, FILTERS, state } from './address.js';
import { el, hidden, icon } from './dom.js';
import { labelOf, valueOf } from './filters.js';

const CROSS = 'M4 4l8 8M12 4l-8 8';

export function showChips(place) {
  const { filters } = state();
  const active = FILTERS.filter((name) => name in filters);
  place.hidden = active.length === 0;
  place.replaceChildren(...active.map((name) => chip(name, filters[name])));
  if (active.length > 1) {
    place.append(el('button', { type: 'button', class: 'plain', on: { click: clearFilters } }, 'Clear all'));
  }
}

export const clearFilters = () => change({ filters: {} });

function chip(name, value) {
  return el('span', { class: 'chip', data: { filter: name } },
    el('span', { class: 'chip-label' }, `${labelOf(name)} `),
    el('span', { class: 'chip-value' }, valueOf(name, value)),
    el('button', { type: 'button', class: 'chip-remove', on: { click: () => remove(name) } },
      icon(CROSS), hidden(`Remove the filter ${labelOf(name)}`)));
}

function remove(name) {
  const { [name]: removed, ...filters } = state().filters;
  change({ filters });
  document.querySelector('.chip-remove, .range-choice [aria-pressed=true]')?.focus({ preventScroll: true });
}
