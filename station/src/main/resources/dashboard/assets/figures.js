// The four figures of the range, each beside that of the period before.
import { el } from './dom.js';
import { change, decimal, full, number, share, short, signed } from './numbers.js';
import { between } from './times.js';

const perVisitor = ({ views, visitors }) => (visitors > 0 ? views / visitors : null);
const botShare = ({ hits, botHits }) => (hits > 0 ? botHits / hits : null);

const FIGURES = [
  { id: 'views', name: 'Views', of: (s) => s.views, show: number, tell: short },
  { id: 'visitors', name: 'Visitors', of: (s) => s.visitors, show: number, tell: short },
  { id: 'views-per-visitor', name: 'Views per visitor', of: perVisitor, show: decimal, tell: decimal },
  {
    id: 'bot-hits', name: 'Bots', of: (s) => s.botHits, show: number, tell: short, neutral: true,
    note: (s) => botShare(s) !== null && `${share(botShare(s))} of all hits`,
  },
];

export class Figures {
  element = el('div', { class: 'figures' });

  show(summary) {
    const before = summary.previous;
    const when = between(new Date(before.from), new Date(before.to));
    this.element.replaceChildren(...FIGURES.map((figure) => {
      const now = figure.of(summary);
      return el('div', { class: 'figure', id: `figure-${figure.id}` },
        el('h3', { class: 'figure-name' }, figure.name),
        el('p', { class: 'figure-value' }, el('span', { class: 'value' }, figure.show(now)),
          this.#moved(change(now, figure.of(before)), figure.neutral)),
        el('p', { class: 'figure-note', title: `${figure.name}, ${when}: ${full(figure.of(before))}` },
          figure.of(before) ? `${figure.tell(figure.of(before))} before` : 'None before',
          figure.note?.(summary) ? el('span', {}, ` · ${figure.note(summary)}`) : null));
    }));
  }

  #moved(moved, neutral) {
    if (moved === null) return null;
    const direction = Math.abs(moved) < 0.005 ? 'same' : moved > 0 ? 'up' : 'down';
    const arrow = { up: '▲', down: '▼', same: '' }[direction];
    return el('span', { class: `moved ${neutral ? 'neutral' : direction}` },
      el('span', { class: 'arrow', 'aria-hidden': 'true' }, arrow), signed(moved));
  }
}
