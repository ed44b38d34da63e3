// Views and visitors over time, with the period before as a faint line.
import * as echarts from './echarts-5.5.0.js';
import { change } from './address.js';
import { path } from './api.js';
import { openDialog } from './dialogs.js';
import { attribute, el, hidden } from './dom.js';
import { selectBySpan } from './drag.js';
import { full, short } from './numbers.js';
import { calm, colour, faint, FONT } from './palette.js';
import { onTheme } from './theme.js';
import { Ticks } from './ticks.js';
import { tip } from './tip.js';
import { between, ZONE } from './times.js';

const LINES = [['views', 'Views'], ['visitors', 'Visitors'], ['before', 'Views before']];

export class TimeChart {
  #canvas = el('div', { class: 'chart-canvas', role: 'img' });
  #hidden = new Set();
  element;

  constructor() {
    this.keys = LINES.map(([name, label]) =>
      el('button', { type: 'button', class: `key key-${name}`, 'aria-pressed': 'true', on: { click: () => this.#switch(name) } },
        el('span', { class: 'swatch' }), label));
    this.csv = el('a', { class: 'csv', download: true }, 'CSV', hidden(' of views over time'));
    this.element = el('div', { class: 'chart' },
      el('div', { class: 'chart-head' },
        el('div', { class: 'keys', role: 'group', 'aria-label': 'Lines' }, this.keys),
        el('p', { class: 'hint quiet' }, 'Drag over the chart to look closer'),
        el('button', { type: 'button', class: 'plain', on: { click: () => this.#table() } }, 'Table'),
        this.csv),
      this.#canvas);
    onTheme(() => this.#paint());
    new ResizeObserver(() => this.chart?.resize()).observe(this.#canvas);
    selectBySpan(this.#canvas, (from, to) => this.#zoom(from, to));
  }

  show(answer, question) {
    this.answer = answer;
    this.ticks = new Ticks(answer);
    attribute(this.csv, 'href', path('/api/stats/series.csv', { ...question, interval: 'auto', timeZone: ZONE }));
    attribute(this.#canvas, 'aria-label', this.#inWords());
    const known = answer.points.some((point) => typeof point.visitors === 'number');
    this.keys[1].hidden = !known;
    this.chart ??= echarts.init(this.#canvas);
    this.#paint();
  }

  #inWords() {
    const { points } = this.answer;
    const top = points.reduce((best, point) => (point.views > best.views ? point : best), points[0]);
    return `Views over time, ${between(new Date(this.answer.from), new Date(this.answer.to))}. `
      + (top ? `Most: ${full(top.views)} in ${this.ticks.name(top)}.` : 'None.') + ' The button Table shows all.';
  }

  #switch(name) {
    if (!this.#hidden.delete(name)) this.#hidden.add(name);
    this.keys.forEach((key, i) => attribute(key, 'aria-pressed', String(!this.#hidden.has(LINES[i][0]))));
    this.#paint();
  }

  #paint() {
    if (!this.chart || !this.answer) return;
    const { points, previous } = this.answer;
    const [accent, ink, quiet, line] = ['accent', 'ink', 'quiet', 'line'].map(colour);
    const open = this.ticks.isOpen(points.at(-1)) ? points.length - 1 : points.length;
    const values = (name) => points.map((point) => point[name]);
    const closed = (all) => all.map((value, i) => (i < open ? value : null));
    const rest = (all) => all.map((value, i) => (i >= open - 1 && open < points.length ? value : null));
    const lone = points.length < 3;
    const series = (name, data, style) => ({
      type: 'line', name, data: this.#hidden.has(name) ? [] : data, symbol: 'circle', symbolSize: 5, showSymbol: lone,
      emphasis: { disabled: true }, ...style,
    });
    this.chart.setOption({
      animation: !calm(),
      animationDuration: 250,
      animationDurationUpdate: 250,
      grid: { left: 4, right: 12, top: 12, bottom: 2, containLabel: true },
      tooltip: {
        ...tip(), trigger: 'axis', axisPointer: { lineStyle: { color: quiet, type: 'solid', opacity: 0.5 } },
        formatter: ([{ dataIndex }]) => this.#describe(dataIndex),
      },
      xAxis: {
        type: 'category', boundaryGap: lone, data: points.map((point) => point.start),
        axisLine: { lineStyle: { color: line } }, axisTick: { show: false },
        axisLabel: { color: quiet, fontFamily: FONT, fontSize: 11, margin: 10, hideOverlap: true, alignMaxLabel: 'right',
          interval: (i) => this.ticks.isTick(points[i], this.#canvas.clientWidth), formatter: (start) => this.ticks.label(start) },
      },
      yAxis: {
        type: 'value', minInterval: 1, splitNumber: 4,
        axisLabel: { color: quiet, fontFamily: FONT, fontSize: 11, formatter: short },
        splitLine: { lineStyle: { color: line } },
      },
      series: [
        series('before', previous.map((point) => point.views),
          { lineStyle: { color: quiet, width: 1.2, type: [3, 3], opacity: 0.75 }, itemStyle: { color: quiet }, z: 1 }),
        series('views', closed(values('views')),
          { lineStyle: { color: accent, width: 2 }, itemStyle: { color: accent }, areaStyle: { color: faint(accent, 0.12) }, z: 3 }),
        series('views', rest(values('views')), { lineStyle: { color: accent, width: 2, type: [2, 4] }, itemStyle: { color: accent }, z: 3 }),
        series('visitors', closed(values('visitors')), { lineStyle: { color: ink, width: 1.5 }, itemStyle: { color: ink }, z: 2 }),
        series('visitors', rest(values('visitors')), { lineStyle: { color: ink, width: 1.5, type: [2, 4] }, itemStyle: { color: ink }, z: 2 }),
      ],
    }, { replaceMerge: ['series'] });
    attribute(this.#canvas, 'data-points', points.length);
  }

  #describe(index) {
    const { points, previous } = this.answer;
    const point = points[index];
    const row = (name, value) => value !== null && value !== undefined
      && el('span', { class: 'tip-row' }, el('span', {}, name), el('b', {}, full(value)));
    return el('div', { class: 'tip' }, el('strong', {}, this.ticks.name(point)),
      row('Views', point.views), row('Visitors', point.visitors), row('Views before', previous[index]?.views),
      this.ticks.isOpen(point) ? el('span', { class: 'quiet' }, 'Not over yet') : null);
  }

  /** @param from, @param to pixels of the canvas */
  #zoom(from, to) {
    const at = (x) => this.chart.convertFromPixel({ xAxisIndex: 0 }, x);
    const { points } = this.answer;
    const last = points.length - 1;
    const first = Math.min(last, Math.max(0, at(from)));
    const end = Math.min(last, Math.max(0, at(to)));
    change({ range: 'custom', from: new Date(points[first].start), to: this.ticks.endOf(points[end]) });
  }

  #table() {
    const { points, previous } = this.answer;
    openDialog('Views over time', { wide: true }, el('table', { class: 'plain-table' },
      el('thead', {}, el('tr', {}, ['Time', 'Views', 'Visitors', 'Views before'].map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, points.map((point, i) => el('tr', {}, el('th', { scope: 'row' }, this.ticks.name(point)),
        [point.views, point.visitors, previous[i]?.views].map((value) => el('td', {}, full(value))))))));
  }
}
