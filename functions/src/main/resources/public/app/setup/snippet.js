/** The script to put on a site's pages, for what the site is made with. One line of script is all there is. */

import {el, replace} from '../ui/dom.js';
import {copying} from '../ui/notices.js';
import {choice} from '../ui/parts.js';
import {t} from '../ui/text.js';

/** @import {Choice, Site} from '#types' */

/** @typedef {{code: string, where: string, note: string}} Snippet */

/** @type {Choice[]} */
const MADE_WITH = [
  ['html', 'HTML'],
  ['gtm', 'Google Tag Manager'],
  ['wordpress', 'WordPress'],
  ['shopify', 'Shopify'],
  ['next', 'Next.js'],
];

/** The address of this stack's script. */
export function scriptAddress() {
  /** @type {HTMLMetaElement | null} */
  const named = document.querySelector('meta[name=cairn-script]');
  return `${location.origin}${named?.content ?? '/cairn.js'}`;
}

/**
 * @param {string} kind
 * @param {string} site
 * @returns {Snippet}
 */
export function snippet(kind, site, script = scriptAddress()) {
  const line = `<script defer src="${script}" data-site="${site}"></script>`;
  switch (kind) {
    case 'gtm':
      return {
        code: `<script>
  (function () {
    var script = document.createElement('script');
    script.src = '${script}';
    script.setAttribute('data-site', '${site}');
    document.head.appendChild(script);
  })();
</script>`,
        where: t('Add a tag of the type Custom HTML with this content and the trigger “All Pages”, then publish.'),
        note: t(
          'Tag Manager drops data- attributes from script tags, so the script is added by code. Visitors who block Tag Manager are not counted.',
        ),
      };
    case 'wordpress':
      return {
        code: `add_action('wp_head', function () {
  echo '${line}';
});`,
        where: t(
          'Paste this at the end of functions.php of your child theme, or paste the line between the quotes into the header field of your theme or of a header-code plug-in.',
        ),
        note: t(
          'Pages, reading, forms, videos and downloads are counted. There is no WooCommerce plug-in: report orders with the script’s call or from your server.',
        ),
      };
    case 'shopify':
      return {
        code: line,
        where: t('Online store › Themes › Edit code › layout/theme.liquid: paste the line directly before </head>.'),
        note: t(
          'Counts the pages of the store. Shopify runs no theme code in its checkout, so orders have to be reported from a server with a key of the scope events:write.',
        ),
      };
    case 'next':
      return {
        code: `import Script from "next/script";

// in app/layout.js, inside <body>
<Script src="${script}" data-site="${site}" strategy="afterInteractive" />`,
        where: t('Add the component to the root layout. Changes of page are counted without further code.'),
        note: t('With another framework, put the line for HTML into the page’s head.'),
      };
    default:
      return {
        code: line,
        where: t('Paste this line into the head of every page.'),
        note: t('Page views, reading, clicks to other sites, downloads, videos and forms are counted from then on.'),
      };
  }
}

/** @param {Site} site */
export function snippets(site) {
  const shown = el('div', {class: 'setup-snippet'});
  const kinds = el('div', {});
  /** @param {string} kind */
  const draw = kind => {
    const {code, where, note} = snippet(kind, site.id);
    replace(
      shown,
      el('p', {}, where),
      el('pre', {tabindex: '0', 'aria-label': t('The code to paste')}, el('code', {}, code)),
      copy(code),
      el('p', {class: 'fine'}, note),
    );
    kinds.querySelectorAll('button').forEach((button, index) => {
      button.setAttribute('aria-pressed', String(MADE_WITH[index][0] === kind));
    });
  };
  replace(kinds, choice(t('What the site is made with'), MADE_WITH, 'html', draw));
  draw('html');
  return el('div', {class: 'setup-snippets'}, kinds, shown);
}

/** @param {string} code */
function copy(code) {
  const {button, said} = copying(code, t('Copy'), t('Please select the code and copy it.'));
  return el('p', {class: 'actions'}, button, said);
}
