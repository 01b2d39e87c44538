/** An amount with its ISO 4217 currency; a plain number or string is in the site's currency. */
export type Value = number | string | {amount: number | string; currency?: string};

export interface EventOptions {
  /** At most 32; strings have at most 1,024 characters. */
  props?: Record<string, string | number | boolean | null>;
  value?: Value;
  /** An order counts once, however often it is reported. */
  orderId?: string | number;
}

export interface Consent {
  /** A device id may be stored, and visits may be linked across days. */
  analytics?: boolean;
  /** The visitor may be included in an audience or an ads export. */
  ads?: boolean;
}

export interface Cairn {
  /** Reports an event. Never throws. */
  (name: string, options?: EventOptions): void;
  /** Identifies the user by the site's own id; null when they sign out. The id is not sent without consent. */
  identify(id: string | number | null, proof?: {signature?: string}): void;
  /** Reports the visitor's decision; a denial deletes what is stored. */
  consent(given: Consent): void;
  /** Stops counting this browser. */
  optOut(): void;
  /** The device id; null without consent, and until the script has loaded. */
  visitor(): string | null;
  /** Reports form_submit for a form with data-cairn-form, once its data was accepted. */
  success(form: HTMLFormElement): void;
}

export interface LoadOptions {
  /** The URL of your stack's script, such as https://stats.shop.example/cairn.js */
  src: string;
  /** The id of the site in the plan. */
  site: string;
  /** The consent that applies until the visitor decides; denied when absent. */
  consent?: 'granted' | 'denied' | 'wait';
  /** Where events are sent, if not to the stack that serves the script. */
  endpoint?: string;
  /** Ignores what the page tells Google Analytics. */
  datalayer?: 'off';
  /** The page is in the address's fragment. */
  hash?: boolean;
  /** Paths of pages that report nothing, such as "/admin/* /login". */
  exclude?: string;
  /** Paths of pages that are reported by the pattern alone, such as "/orders/*". */
  mask?: string;
  /** Further endings of links that are downloads, such as "ics|dwg". */
  files?: string;
  /** The site's other domains, such as "shop.example shop.de". */
  domains?: string;
  /** Reports the web vitals of each page view. */
  vitals?: boolean;
  /** The nonce of the page's Content-Security-Policy. */
  nonce?: string;
}

export declare const cairn: Cairn;

/** Adds the script to the page, once. Throws a TypeError without src or site. */
export declare function load(options: LoadOptions): Cairn;

declare global {
  interface Window {
    cairn?: Cairn;
  }
}
