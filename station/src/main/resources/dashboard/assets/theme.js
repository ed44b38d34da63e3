// Light, dark, or as the system is.
import { el, hidden, icon } from './dom.js';

const CHOICES = [
  ['auto', 'Theme of the system', 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11'],
  ['light', 'Light theme', 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7'],
  ['dark', 'Dark theme', 'M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1z'],
];

const root = document.documentElement;
const repaints = new Set();

/** For what is painted on a canvas and has to be painted again. */
export const onTheme = (listener) => repaints.add(listener);

const repaint = () => repaints.forEach((listener) => listener());

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);

export function themeChoice() {
  const buttons = CHOICES.map(([name, label, path]) =>
    el('button', { type: 'button', title: label, data: { theme: name }, on: { click: () => choose(name) } },
      icon(path), hidden(label)));
  const show = () =>
    buttons.forEach((button) => button.setAttribute('aria-pressed', button.dataset.theme === root.dataset.theme));
  function choose(name) {
    root.dataset.theme = name;
    try {
      localStorage.setItem('theme', name);
    } catch {
      // Then it holds for this page only.
    }
    show();
    repaint();
  }
  show();
  return el('div', { class: 'segments', role: 'group', 'aria-label': 'Theme' }, buttons);
}
