// Light or dark, as the system or the reader says. No module: it has to be known before anything is painted.
window.cairnTheme = (() => {
  const NAME = 'cairn-theme';
  const system = matchMedia('(prefers-color-scheme: dark)');
  let choice = '';

  const paint = () => {
    document.documentElement.dataset.theme = choice || (system.matches ? 'dark' : 'light');
  };

  try {
    choice = localStorage.getItem(NAME) ?? '';
  } catch {
    // No storage: the system's choice holds.
  }
  system.addEventListener('change', paint);
  paint();

  return {
    chosen: () => choice,
    /** @param {string} next 'light', 'dark', or '' for the system's */
    choose(next) {
      choice = next;
      paint();
      try {
        localStorage.setItem(NAME, next);
      } catch {
        // Not kept: it holds for this page.
      }
    },
  };
})();
