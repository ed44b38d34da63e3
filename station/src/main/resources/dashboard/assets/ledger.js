// The ledger as a balance: what was read on one side, what became of it on the other.
import { el, hidden } from './dom.js';
import { full, share } from './numbers.js';
import { foreign } from './texts.js';

const FATES = [
  ['counted', 'Counted', 'in the figures'],
  ['late', 'Late', 'kept in late_events'],
  ['duplicate', 'Duplicate', 'counted before'],
  ['dead', 'Dead', 'kept in dead_letters'],
];

/** The sums are made here again: green means that they hold, not that somebody said so. */
export function balance(ledger) {
  const gaps = ledger.gaps ?? [];
  const sum = FATES.reduce((all, [fate]) => all + ledger[fate], 0);
  const missing = ledger.read - sum;
  const well = missing === 0 && ledger.balanced === true && gaps.length === 0;
  return el('div', { class: `balance ${well ? 'well' : 'ill'}` },
    verdict(ledger, missing, gaps, well),
    el('div', { class: 'scales' },
      el('div', { class: 'side' }, el('p', { class: 'figure-name' }, 'Read'),
        el('p', { class: 'figure-value', id: 'ledger-read' }, full(ledger.read)),
        el('div', { class: 'beam' }, part('read', ledger.read, Math.max(ledger.read, sum)))),
      el('span', { class: 'equals', 'aria-hidden': 'true' }, missing === 0 ? '=' : '≠'),
      el('div', { class: 'side' }, el('p', { class: 'figure-name' }, 'Accounted for'),
        el('p', { class: 'figure-value', id: 'ledger-sum' }, full(sum)),
        el('div', { class: 'beam' }, FATES.map(([fate]) => part(fate, ledger[fate], Math.max(ledger.read, sum)))))),
    el('table', { class: 'plain-table fates' }, el('caption', { class: 'visually-hidden' }, 'What became of the records'),
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Fate'), el('th', { scope: 'col' }, 'Records'),
        el('th', { scope: 'col' }, 'Share'))),
      el('tbody', {}, FATES.map(([fate, name, meaning]) => el('tr', { data: { fate } },
        el('th', { scope: 'row' }, el('span', { class: `swatch ${fate}` }), name, el('span', { class: 'quiet' }, ` ${meaning}`)),
        el('td', {}, full(ledger[fate])),
        el('td', { class: 'quiet' }, ledger.read > 0 ? share(ledger[fate] / ledger.read) : '–'))))),
    el('p', { class: 'quiet small' }, `Of those counted, ${full(ledger.bot)} were of bots.`));
}

function verdict(ledger, missing, gaps, well) {
  const sentence = well
    ? ledger.read === 0 ? 'Nothing was read yet.' : 'The books balance: every record has exactly one fate.'
    : missing !== 0
      ? `The books do not balance: ${full(Math.abs(missing))} records ${missing > 0 ? 'are missing' : 'too many'}.`
      : gaps.length > 0 ? 'The books do not balance: offsets are missing.' : 'The server reports that the books do not balance.';
  return el('div', { class: 'verdict', id: 'verdict', role: 'status' },
    el('span', { class: 'mark', 'aria-hidden': 'true' }, well ? '✓' : '!'),
    el('div', {}, el('p', {}, el('strong', {}, sentence), well ? null : hidden(' Run tidemark verify.')),
      gaps.length ? el('ul', {}, gaps.slice(0, 10).map((gap) => el('li', {}, foreign(gap.topic),
        ` partition ${gap.partition}: offsets ${full(gap.from)} to ${full(gap.to)} were never read`))) : null,
      well ? null : el('p', { class: 'small' }, 'Run ', el('code', {}, './tidemark verify'), ' to see which rows differ.')));
}

function part(name, value, whole) {
  const bar = el('span', { class: `part ${name}` });
  bar.style.flexGrow = String(value);
  bar.style.display = value > 0 ? '' : 'none';
  bar.title = `${name}: ${full(value)}`;
  bar.style.maxWidth = whole > 0 ? `${(100 * value) / whole}%` : '0';
  return bar;
}
