// Windows over the page.
import { el, hidden, icon } from './dom.js';

const CROSS = 'M3.5 3.5l9 9M12.5 3.5l-9 9';

/** Opens a dialog; it is gone from the page when it closes, and the focus is where it was. */
export function openDialog(title, { wide = false, onClose = () => {} } = {}, ...content) {
  const close = el('button', { type: 'button', class: 'dialog-close', on: { click: () => dialog.close() } },
    icon(CROSS), hidden('Close'));
  const heading = el('h2', { id: 'dialog-title' }, title);
  const dialog = el('dialog', { class: wide ? 'wide' : null, 'aria-labelledby': 'dialog-title' },
    el('div', { class: 'dialog-head' }, heading, close), el('div', { class: 'dialog-body' }, content));
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose();
  });
  dialog.addEventListener('pointerdown', (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Says at the edge of the page that something was done. */
export function announce(text) {
  const place = document.querySelector('.announcement')
    ?? document.body.appendChild(el('div', { class: 'announcement', role: 'status' }));
  place.textContent = text;
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => place.remove(), 8000);
}
