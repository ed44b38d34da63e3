// The view Traffic: who is there now, how many there were, and who they are.
import { state } from './address.js';
import { get } from './api.js';
import { emptyNote } from './empty.js';
import { el } from './dom.js';
import { Figures } from './figures.js';
import { failureNote, Loading, Standing } from './loading.js';
import { WorldMap } from './map.js';
import { Now } from './now.js';
import { Panel } from './panel.js';
import { PANELS } from './panels.js';
import { NAMES, question } from './ranges.js';
import { TimeChart } from './timechart.js';
import { atClock, between, ZONE } from './times.js';
import { welcome } from './welcome.js';

const COUNTRIES_ON_MAP = 300;

export class Traffic {
  #loadings = { summary: new Loading(), series: new Loading(), map: new Loading() };

  constructor({ onHosts }) {
    this.onHosts = onHosts;
    this.now = new Now();
    this.figures = new Figures();
    this.chart = new TimeChart();
    this.map = new WorldMap();
    this.panels = PANELS.map((each) => new Panel(each));
    this.welcome = el('div');
    this.trouble = el('div');
    const strip = el('section', { class: 'card strip', 'aria-labelledby': 'strip-title' },
      el('h2', { class: 'visually-hidden', id: 'strip-title' }, 'At a glance'),
      this.now.element, el('div', { class: 'figures-place' }, this.figures.element));
    const time = el('section', { class: 'card time', 'aria-labelledby': 'time-title' },
      el('h2', { class: 'visually-hidden', id: 'time-title' }, 'Over time'), this.chart.element);
    this.places = this.panels.find(({ id }) => id === 'places');
    this.depth = 0;
    const mapPlace = el('div', { class: 'map-place' }, this.map.element);
    this.places.element.classList.add('with-map');
    this.places.element.prepend(mapPlace);
    this.element = el('div', { class: 'view traffic' }, this.trouble, this.welcome, strip, time,
      el('div', { class: 'grid' }, this.panels.map((panel) => panel.element)));
    this.standings = {
      summary: new Standing(strip.lastElementChild, this.figures.element),
      series: new Standing(time, this.chart.element),
      map: new Standing(mapPlace, this.map.element),
    };
  }

  /**
   * @param again whether what is asked is the same as before, only later
   * @returns whether all of it came
   */
  async refresh(again) {
    const asked = question(state());
    this.#drill(asked);
    const came = await Promise.all([
      this.#run('summary', again, (signal) => this.#summary(asked, again, signal)),
      this.#run('series', again, (signal) => this.#series(asked, signal)),
      this.#run('map', again, (signal) => this.#countries(asked, signal)),
      ...this.panels.map((panel) => panel.load(asked, again)),
    ]);
    this.#tellOfAll(came.every((well) => !well));
    return came.every(Boolean);
  }

  /** One trouble behind all of it is told once, and what is shown already stays. */
  #tellOfAll(failed) {
    const { summary } = this.standings;
    this.element.classList.toggle('all-failed', failed);
    this.element.classList.toggle('never-shown', failed && !summary.at);
    this.trouble.replaceChildren(...(failed
      ? [failureNote(summary.failure, summary.at ? ` Shown as of ${atClock(summary.at)}.` : '', () => this.refresh(false))]
      : []));
  }

  /** A country that was chosen opens into its regions, a region into its cities. */
  #drill({ country, region, city }) {
    const depth = city !== undefined || region !== undefined ? 2 : country !== undefined ? 1 : 0;
    if (depth !== this.depth) this.places.turnTo(this.places.tabs[depth]);
    this.depth = depth;
  }

  #run(name, again, work) {
    return this.#loadings[name].run(this.standings[name], again, work);
  }

  async #summary(asked, again, signal) {
    const summary = await get('/api/stats/summary', asked, signal);
    const { hosts } = await get('/api/stats/hosts', { from: asked.from, to: asked.to }, signal);
    if (!again) {
      const { visitors } = await get('/api/stats/now', { host: asked.host }, signal);
      this.now.showVisitors(visitors);
    }
    this.figures.show(summary);
    this.onHosts(hosts);
    this.standings.summary.shown(null);
    const nothing = hosts.length === 0 && summary.hits === 0 && summary.previous.hits === 0
      && asked.host === null && Object.keys(state().filters).length === 0;
    this.element.classList.toggle('without-events', nothing);
    if (nothing !== Boolean(this.welcome.firstChild)) this.welcome.replaceChildren(...(nothing ? [welcome()] : []));
    const range = between(new Date(summary.from), new Date(summary.to));
    document.querySelector('#foot').textContent =
      `${NAMES[state().range] ?? 'Custom range'}: ${range}, times of ${ZONE}.`;
  }

  async #series(asked, signal) {
    const answer = await get('/api/stats/series', { ...asked, interval: 'auto', timeZone: ZONE }, signal);
    const nothing = answer.points.every((point) => !point.views) && answer.previous.every((point) => !point.views);
    this.standings.series.shown(nothing && emptyNote('No views'));
    if (!nothing) this.chart.show(answer, asked);
  }

  async #countries(asked, signal) {
    const answer = await get('/api/stats/top/countries', { ...asked, limit: COUNTRIES_ON_MAP }, signal);
    this.standings.map.shown(null);
    await this.map.show(answer.rows);
  }
}
