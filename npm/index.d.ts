/** An amount with its ISO 4217 currency; a number or a text alone is in the site's currency. */
export type Value = number | string | {amount: number | string; currency?: string};

export interface EventOptions {
  /** At most 32; a text at most 1,024 characters. */
  props?: Record<string, string | number | boolean | null>;
  value?: Value;
  /** An order counts once, however often it is reported. */
  orderId?: string | number;
}

export interface Consent {
  /** A device id may be stored, and visits be joined over days. */
  analytics?: boolean;
  /** The visitor may be in an audience or an export for ads. */
  ads?: boolean;
}

export interface Cairn {
  /** Reports an event. Never throws. */
  (name: string, options?: EventOptions): void;
  /** Says who it is, with the site's own id; null when they sign out. Nothing is sent of it without consent. */
  identify(id: string | number | null): void;
  /** Says what the visitor decided; a denial deletes what is stored. */
  consent(given: Consent): void;
  /** Counts this browser no more. */
  optOut(): void;
  /** The device id; null without consent, and until the script is there. */
  visitor(): string | null;
}

export interface LoadOptions {
  /** The address of the script of your stack, such as https://stats.shop.example/cairn.js */
  src: string;
  /** The id of the site in the plan. */
  site: string;
  /** What holds until somebody decides; denied when absent. */
  consent?: 'granted' | 'denied' | 'wait';
  /** Where events go, when not to the stack that the script comes from. */
  endpoint?: string;
  /** Of the page's Content-Security-Policy. */
  nonce?: string;
}

export declare const cairn: Cairn;

/** Puts the script into the page, once. Throws a TypeError without src or site. */
export declare function load(options: LoadOptions): Cairn;

declare global {
  interface Window {
    cairn?: Cairn;
  }
}
