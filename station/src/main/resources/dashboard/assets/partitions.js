// Lag and watermark of each partition.
import { el } from './dom.js';
import { full } from './numbers.js';
import { foreign } from './texts.js';
import { exactMoment, span } from './times.js';

const HEADS = ['Partition', 'Next offset', 'End', 'Lag', 'Watermark', 'Behind'];

export function partitions(all = []) {
  if (all.length === 0) {
    return el('p', { class: 'empty' }, 'No partition is known yet. They show when the pipeline reads its first record.');
  }
  const most = Math.max(1, ...all.map(({ lag }) => lag ?? 0));
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Partitions' },
    el('table', { class: 'plain-table' },
      el('thead', {}, el('tr', {}, HEADS.map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, all.map((partition) => line(partition, most)))));
}

function line({ topic, partition, nextOffset, endOffset, lag, watermark, behindSeconds, idle }, most) {
  const bar = el('span', { class: 'bar' });
  bar.style.setProperty('--length', `${(100 * (lag ?? 0)) / most}%`);
  return el('tr', { data: { partition } },
    el('th', { scope: 'row' }, foreign(topic), ` ${partition}`, idle ? el('span', { class: 'tag' }, 'idle') : null),
    el('td', {}, full(nextOffset)), el('td', {}, full(endOffset)),
    el('td', { class: 'with-bar' }, bar, el('span', {}, full(lag))),
    el('td', {}, watermark ? exactMoment(new Date(watermark)) : '–'),
    el('td', {}, idle ? '–' : span(behindSeconds)));
}
