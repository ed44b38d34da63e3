// One box of the page: its tabs, what it shows, and what it says while it loads, is empty or fails.
import { state } from './address.js';
import { get, path } from './api.js';
import { attribute, el, hidden, icon } from './dom.js';
import { emptyNote } from './empty.js';
import { Loading, Standing } from './loading.js';
import { openMore } from './more.js';
import { full } from './numbers.js';
import { Rows } from './rows.js';

const DOWN = 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10';

/** The most frequent names of one of several dimensions. */
export class Panel {
  #loading = new Loading();

  constructor({ id, title, tabs, limit = 9, onRows = () => {} }) {
    Object.assign(this, { id, tabs, limit, onRows, tab: tabs[0] });
    this.csv = el('a', { class: 'csv', download: true }, icon(DOWN), 'CSV', hidden(` of ${title}`));
    this.content = el('div', { class: 'panel-content', role: tabs.length > 1 ? 'tabpanel' : null, id: `${id}-content` });
    this.moreButton = el('button', { type: 'button', class: 'more', on: { click: () => openMore(this.tab, this.question) } });
    this.element = el('section', { class: 'panel', id, 'aria-labelledby': `${id}-title` },
      el('div', { class: 'panel-head' },
        el('h2', { id: `${id}-title`, class: tabs.length > 1 ? 'visually-hidden' : null }, title),
        tabs.length > 1 ? this.#tabList(title) : null, this.csv),
      this.content,
      el('div', { class: 'panel-foot' }, this.moreButton));
    this.standing = new Standing(this.element, this.content);
  }

  #tabList(title) {
    this.buttons = this.tabs.map((tab) =>
      el('button', {
        type: 'button', role: 'tab', id: `${this.id}-${tab.dimension}`, 'aria-controls': `${this.id}-content`,
        on: { click: () => this.choose(tab) },
      }, tab.label));
    this.#markTab();
    return el('div', { class: 'tabs', role: 'tablist', 'aria-label': title, on: { keydown: (event) => this.#arrow(event) } },
      this.buttons);
  }

  #arrow(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (this.tabs.indexOf(this.tab) + step + this.tabs.length) % this.tabs.length;
    this.choose(this.tabs[next]);
    this.buttons[next].focus();
  }

  #markTab() {
    this.buttons?.forEach((button, i) => {
      const chosen = this.tabs[i] === this.tab;
      attribute(button, 'aria-selected', String(chosen));
      attribute(button, 'tabindex', chosen ? null : '-1');
    });
    attribute(this.content, 'aria-labelledby', this.buttons ? `${this.id}-${this.tab.dimension}` : null);
  }

  choose(tab) {
    this.turnTo(tab);
    if (this.question) this.load(this.question, false);
  }

  /** The tab to show from the next load on. */
  turnTo(tab) {
    this.tab = tab;
    this.rows = null;
    this.#markTab();
  }

  load(question, again) {
    this.question = question;
    const { tab } = this;
    attribute(this.csv, 'href', path(`/api/stats/top/${tab.dimension}.csv`, question));
    return this.#loading.run(this.standing, again, async (signal) => {
      const answer = await get(`/api/stats/top/${tab.dimension}`, { ...question, limit: this.limit }, signal);
      this.#show(answer, tab);
    });
  }

  #show(answer, tab) {
    if (!this.rows || this.rowsOf !== tab || this.oneHost !== (state().host !== null)) {
      this.rows = new Rows({ caption: tab.label, head: tab.head });
      this.rowsOf = tab;
      this.oneHost = state().host !== null;
      this.content.replaceChildren(this.rows.element);
    }
    this.rows.show(answer.rows);
    this.onRows(answer, tab);
    this.moreButton.hidden = answer.count <= answer.rows.length;
    this.moreButton.textContent = `All ${full(answer.count)}`;
    attribute(this.moreButton, 'aria-label', `All ${full(answer.count)} ${tab.label.toLowerCase()}, with search`);
    this.standing.shown(answer.rows.length === 0 && emptyNote(`No ${tab.label.toLowerCase()}`));
  }
}
