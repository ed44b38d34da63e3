// How fresh the figures are.
import { el } from './dom.js';
import { full } from './numbers.js';
import { span } from './times.js';

export function facts({ freshness, lateEvents, reopenedWindows, deadLetters }) {
  const { p50Seconds, p99Seconds, samples, sinceMinutes } = freshness ?? {};
  return el('div', {},
    el('div', { class: 'pairs' },
      pair('freshness-half', 'Half of the events are in the tables after', span(p50Seconds)),
      pair('freshness-most', '99 of 100 after', span(p99Seconds))),
    el('p', { class: 'quiet small' }, samples
      ? `From event to table, ${full(samples)} samples of the last ${full(sinceMinutes)} minutes.`
      : 'No samples yet: freshness shows once events have reached the tables.'),
    el('dl', { class: 'list' },
      line('Late events', full(lateEvents?.total), 'behind the allowed lateness, kept with their payload'),
      line('Windows refined after they closed', full(reopenedWindows), 'by events that were late, but admitted'),
      line('Dead letters', full(deadLetters?.total), 'could not be read')));
}

const pair = (id, name, value) =>
  el('div', { class: 'pair', id }, el('p', { class: 'figure-name' }, name), el('p', { class: 'figure-value' }, value));

const line = (name, value, note) =>
  el('div', {}, el('dt', {}, name, el('span', { class: 'quiet' }, ` ${note}`)), el('dd', {}, value));
