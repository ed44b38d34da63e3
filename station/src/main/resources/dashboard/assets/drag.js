// Choosing a span of a chart with the mouse. A finger scrolls; for it, and for keys, there is the custom range.
import { el } from './dom.js';

const LEAST = 8;

export function selectBySpan(canvas, onSpan) {
  const span = el('div', { class: 'span', hidden: true });
  let start = null;
  canvas.append(span);
  canvas.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch' || event.button !== 0) return;
    start = at(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (start === null) return;
    const end = at(event);
    if (!canvas.contains(span)) canvas.append(span);
    span.hidden = Math.abs(end - start) < LEAST;
    span.style.left = `${Math.min(start, end)}px`;
    span.style.width = `${Math.abs(end - start)}px`;
  });
  canvas.addEventListener('pointerup', (event) => {
    if (start === null) return;
    const [from, to] = [start, at(event)].sort((a, b) => a - b);
    stop();
    if (to - from >= LEAST) onSpan(from, to);
  });
  canvas.addEventListener('pointercancel', stop);

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return Math.min(box.width, Math.max(0, event.clientX - box.left));
  }

  function stop() {
    start = null;
    span.hidden = true;
  }
}
