// A picture of an answer: bars, or a line where the first column is a time.
import { svg } from './dom.js';

const WIDTH = 720;
const HEIGHT = 220;
const LEFT = 8;
const FOOT = 22;
const MOST_BARS = 60;
const TIME = /^\d{4}-\d\d-\d\d/;

/** The picture, or null when the answer has no names, or no numbers, to draw. */
export function plot(columns, numeric, rows) {
  const value = numeric.indexOf(true, 1);
  if (value < 1 || rows.length < 2) return null;
  const names = rows.map((row) => row.slice(0, value).filter((cell) => cell !== null && cell !== '').join(' · ') || 'unknown');
  const numbers = rows.map((row) => Number(row[value] ?? 0));
  if (numbers.some((number) => !Number.isFinite(number))) return null;
  const isTime = new Set(rows.map((row) => row[0])).size === rows.length && rows.every((row) => TIME.test(row[0] ?? ''));
  if (!isTime && rows.length > MOST_BARS) return null;
  const label = `${columns[value]} by ${columns.slice(0, value).join(' and ')}`;
  const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label });
  const top = Math.max(0, ...numbers);
  const bottom = Math.min(0, ...numbers);
  const span = top - bottom || 1;
  const y = (number) => 10 + ((top - number) / span) * (HEIGHT - FOOT - 10);
  const step = (WIDTH - 2 * LEFT) / numbers.length;
  const x = (i) => LEFT + step * (i + 0.5);
  const title = (i) => svg('title', {}, `${names[i]}: ${rows[i][value] ?? 'null'}`);
  if (isTime) {
    picture.append(svg('polyline', { class: 'plot-line', points: numbers.map((n, i) => `${x(i)},${y(n)}`).join(' ') }));
    numbers.forEach((n, i) => picture.append(svg('circle', { class: 'plot-point', cx: x(i), cy: y(n), r: 3.5 }, title(i))));
  } else {
    numbers.forEach((n, i) => picture.append(svg('rect', {
      class: 'plot-bar', x: x(i) - step * 0.4, width: step * 0.8, y: y(Math.max(n, 0)), height: Math.max(1, Math.abs(y(n) - y(0))),
    }, title(i))));
  }
  picture.append(svg('line', { class: 'plot-axis', x1: LEFT, x2: WIDTH - LEFT, y1: y(0), y2: y(0) }));
  const shown = Math.max(1, Math.ceil(numbers.length / 8));
  names.forEach((name, i) => {
    if (i % shown === 0) picture.append(svg('text', { class: 'plot-name', x: x(i), y: HEIGHT - 6 }, name.slice(0, 14)));
  });
  return picture;
}
