// Light or dark, by the system's or the reader's choice. Not a module: it must run before the first paint.
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
    // Without storage, the system's choice applies.
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
        // Without storage, it lasts for this page only.
      }
    },
  };
})();
