// The whole list of a panel, with a search.
import { toggle } from './address.js';
import { get, path } from './api.js';
import { openDialog } from './dialogs.js';
import { el } from './dom.js';
import { full } from './numbers.js';
import { Loading, Standing } from './loading.js';
import { Rows } from './rows.js';

const PAGE = 100;
const PATIENCE = 250;

export function openMore(tab, question) {
  const loading = new Loading();
  const search = el('input', { type: 'search', placeholder: 'Search', 'aria-label': `Search ${tab.label.toLowerCase()}` });
  const count = el('p', { class: 'quiet', role: 'status' });
  const csv = el('a', { class: 'csv', download: true, href: path(`/api/stats/top/${tab.dimension}.csv`, question) }, 'CSV');
  const list = el('div');
  const further = el('button', { type: 'button', class: 'more', hidden: true }, 'Show more');
  const box = el('div', { class: 'more-list' }, list, further);
  const standing = new Standing(box, list);
  const dialog = openDialog(tab.label, { wide: true, onClose: () => loading.abort?.abort() },
    el('div', { class: 'search-row' }, search, count, csv), box);
  let shown = 0;
  let most = 1;
  let rows;
  let timer;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => load(0), PATIENCE);
  });
  further.addEventListener('click', () => load(shown));
  search.focus();
  load(0);

  function load(offset) {
    const sought = search.value.trim();
    loading.run(standing, offset > 0, async (signal) => {
      const answer = await get(`/api/stats/top/${tab.dimension}`,
        { ...question, limit: PAGE, offset, search: sought || null }, signal);
      if (offset === 0) {
        rows = new Rows({ caption: tab.label, head: tab.head, onChoose: choose });
        list.replaceChildren(rows.element);
        most = Math.max(1, ...answer.rows.map((row) => row.hits));
        rows.show(answer.rows, most);
        shown = 0;
      } else {
        rows.append(answer.rows, most);
      }
      shown += answer.rows.length;
      further.hidden = shown >= answer.count || answer.rows.length === 0;
      count.textContent = `${full(shown)} of ${full(answer.count)}`;
      standing.shown(answer.count === 0 && el('p', { class: 'empty' }, `Nothing matches “${sought}”.`));
    });
  }

  function choose(filter) {
    dialog.close();
    toggle(filter);
  }
}
