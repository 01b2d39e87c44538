/** Runs what a button does, once at a time. The button keeps the focus, which a disabled one would lose. */

/**
 * @param {HTMLElement} button
 * @param {() => unknown} run
 */
export async function once(button, run) {
  if (button.getAttribute('aria-disabled') === 'true') {
    return;
  }
  button.setAttribute('aria-disabled', 'true');
  try {
    await run();
  } finally {
    button.removeAttribute('aria-disabled');
  }
}
