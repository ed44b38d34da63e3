// Before the first paint, so that a dark page does not flash white.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('theme');
  } catch {
    // Without storage the browser's own wish counts.
  }
  document.documentElement.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : 'auto';
})();
