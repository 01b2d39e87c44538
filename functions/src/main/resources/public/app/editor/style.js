/** Loads the style sheet of the forms, once. */

import {el} from '../ui/dom.js';

export function style(name = 'editor') {
  const href = `/app/${name}.css`;
  if (!document.querySelector(`link[href="${href}"]`)) {
    document.head.append(el('link', {rel: 'stylesheet', href}));
  }
}
