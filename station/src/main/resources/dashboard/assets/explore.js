// The view Explore: the questions of docs/questions.md, and any other in SQL.
import { get, isAbort, post } from './api.js';
import { el, say } from './dom.js';
import { Loading, Standing } from './loading.js';
import { plot } from './plot.js';

const OWN = 'SELECT day, interactions\nFROM worldwide_interactions\nORDER BY day';
const FORMULA = /^[=+\-@\t\r]/;

export class Explore {
  #loading = new Loading();
  #list = el('ul', { class: 'questions' });
  #asked = el('h2', { id: 'answer-title', tabindex: '-1' }, 'Ask something');
  #sql = el('textarea', { id: 'sql', rows: 8, spellcheck: 'false', 'aria-label': 'Query' }, OWN);
  #note = el('p', { class: 'quiet', role: 'status' });
  #picture = el('div', { class: 'plot' });
  #table = el('div', { class: 'answer' });
  #csv = el('a', { class: 'csv', hidden: true, download: 'answer.csv' }, 'CSV');
  #running = null;

  constructor() {
    const form = el('form', { class: 'sql-form', on: { submit: (event) => this.#submit(event) } },
      this.#sql,
      el('div', { class: 'buttons' },
        el('button', { class: 'primary' }, 'Run'), el('span', { class: 'quiet' }, 'Ctrl + Enter'), this.#csv));
    this.#sql.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    const content = el('div', { class: 'explore-grid' },
      el('nav', { class: 'card', 'aria-label': 'Questions' }, this.#list),
      el('section', { class: 'card', id: 'answer', 'aria-labelledby': 'answer-title' },
        this.#asked, form, this.#note, this.#picture, this.#table));
    this.element = el('div', { class: 'view explore' }, content);
    this.standing = new Standing(this.element, content);
  }

  /** The questions stay what they are; answers come when they are asked for. */
  refresh(again) {
    if (this.#list.childElementCount > 0) return Promise.resolve(true);
    return this.#loading.run(this.standing, again, async (signal) => {
      const { questions } = await get('/api/explore', {}, signal);
      this.#list.replaceChildren(...questions.map((question) =>
        el('li', {}, el('button', { type: 'button', title: question.asked, on: { click: () => this.#choose(question) } },
          question.name))));
      this.standing.shown(null);
    });
  }

  #choose(question) {
    this.#sql.value = question.sql;
    say(this.#asked, question.asked);
    this.#answer(get(`/api/explore/${encodeURIComponent(question.name)}`));
  }

  #submit(event) {
    event.preventDefault();
    say(this.#asked, 'Your query');
    this.#answer(post('/api/explore/sql', { sql: this.#sql.value }));
  }

  async #answer(asking) {
    const mine = (this.#running = asking);
    say(this.#note, 'Asking…');
    try {
      const answer = await asking;
      if (mine === this.#running) this.#show(answer);
    } catch (failure) {
      if (isAbort(failure) || mine !== this.#running) return;
      this.#clear();
      say(this.#note, `${failure.message} ${failure.remedy ?? ''}`);
    }
  }

  #clear() {
    this.#picture.replaceChildren();
    this.#table.replaceChildren();
    this.#csv.hidden = true;
  }

  #show({ columns, numeric, rows, cut, mostRows, millis }) {
    this.#clear();
    say(this.#note, cut ? `The first ${mostRows} rows, ${millis} ms` : `${rows.length} rows, ${millis} ms`);
    const picture = plot(columns, numeric, rows);
    if (picture) this.#picture.append(picture);
    this.#table.append(el('table', {},
      el('thead', {}, el('tr', {}, columns.map((name) => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, rows.map((row) => el('tr', {}, row.map((cell, i) =>
        el('td', { class: numeric[i] ? 'number' : cell === null ? 'null' : null }, cell ?? 'null')))))));
    this.#csv.hidden = false;
    this.#csv.href = `data:text/csv;charset=utf-8,${encodeURIComponent(csv(columns, rows))}`;
  }
}

/** As RFC 4180 writes it, and as a spreadsheet opens it without running anything. */
function csv(columns, rows) {
  const cell = (text) => {
    const plain = text === null ? '' : FORMULA.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  return [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
}
