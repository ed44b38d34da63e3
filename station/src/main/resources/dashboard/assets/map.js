// The countries, the darker the more views. The table beside it says and does the same.
import * as echarts from './echarts-5.5.0.js';
import { isActive, toggle } from './address.js';
import { codeOf, shapeOf } from './countries.js';
import { attribute, el } from './dom.js';
import { countryName } from './filters.js';
import { full, share } from './numbers.js';
import { calm, colour, FONT, mix } from './palette.js';
import { onTheme } from './theme.js';
import { project, unproject } from './projection.js';
import { tip } from './tip.js';

let outlines;

/** Fetched once, when the first map is shown. */
function loadOutlines() {
  outlines ??= fetch('/assets/world-4.1.0.json').then(async (response) => {
    if (!response.ok) throw new Error('The outlines of the countries did not come.');
    echarts.registerMap('world', await response.json());
  });
  outlines.catch(() => (outlines = undefined));
  return outlines;
}

export class WorldMap {
  #canvas = el('div', { class: 'map-canvas', role: 'img' });
  element = el('div', { class: 'map' }, this.#canvas,
    el('p', { class: 'legend', 'aria-hidden': 'true' }, 'Fewer', el('span', { class: 'ramp' }), 'more views'));
  #rows = [];

  constructor() {
    onTheme(() => this.#paint());
    new ResizeObserver(() => this.chart?.resize()).observe(this.#canvas);
  }

  async show(rows) {
    this.#rows = rows;
    attribute(this.#canvas, 'aria-label', `World map of views. ${rows.slice(0, 5)
      .map((row) => `${row.name || 'Unknown'} ${share(row.share)}`).join(', ') || 'No views.'} `
      + 'The table of countries has all of it.');
    await loadOutlines();
    if (!this.chart) {
      this.chart = echarts.init(this.#canvas);
      this.chart.on('click', ({ name }) => codeOf.has(name) && toggle({ country: codeOf.get(name) }));
    }
    this.#paint();
  }

  #paint() {
    if (!this.chart) return;
    const byCode = new Map(this.#rows.map((row) => [row.code, row]));
    const most = Math.max(1, ...this.#rows.map((row) => row.hits));
    const [land, edge, deep, ink] = ['land', 'surface', 'accent', 'ink'].map(colour);
    const ground = mix(land, deep, 0.18);
    this.chart.setOption({
      animation: !calm(),
      animationDurationUpdate: 300,
      tooltip: {
        ...tip(),
        formatter: ({ name }) => describe(name, byCode.get(codeOf.get(name))),
      },
      series: [{
        type: 'map',
        map: 'world',
        projection: { project, unproject },
        left: 4,
        right: 4,
        top: 4,
        bottom: 4,
        selectedMode: false,
        label: { show: false },
        itemStyle: { areaColor: land, borderColor: edge, borderWidth: 0.6 },
        emphasis: { label: { show: false }, itemStyle: { areaColor: mix(deep, ink, 0.35) } },
        textStyle: { fontFamily: FONT },
        data: [...codeOf].filter(([, code]) => byCode.has(code)).map(([shape, code]) => {
          const active = isActive({ country: code });
          return {
            name: shape,
            value: byCode.get(code).hits,
            itemStyle: {
              // The square root keeps the middle of the field apart, which one large country would flatten.
              areaColor: mix(ground, deep, Math.sqrt(byCode.get(code).hits / most)),
              borderColor: active ? ink : edge,
              borderWidth: active ? 1.6 : 0.6,
            },
          };
        }),
      }],
    });
    attribute(this.#canvas, 'data-shown', [...byCode.keys()].filter((code) => shapeOf.has(code)).length);
  }
}

function describe(shape, row) {
  const code = codeOf.get(shape);
  const name = row?.name ?? (code ? countryName(code) : shape);
  return el('div', { class: 'tip' }, el('strong', {}, name),
    el('span', {}, row ? `${full(row.hits)} views · ${share(row.share)}` : 'No views'),
    typeof row?.visitors === 'number' ? el('span', {}, `${full(row.visitors)} visitors`) : null);
}
