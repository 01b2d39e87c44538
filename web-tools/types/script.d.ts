/** The types used by cairn.js and its parts. The page's part comes from the npm package's types. */

import type {Cairn, Consent, EventOptions, Value} from '../../integrations/npm/index.js';

export type {Cairn, Consent, EventOptions, Value};

/** As cairn.js makes it, method by method. */
export interface CoreCairn {
  (name: string, options?: EventOptions): unknown;
  identify: (id: string | number | null, proof?: {signature?: string}) => void;
  consent: (given: Consent) => void;
  optOut: () => void;
  visitor: () => string | null;
  /** Reports a form whose data the page has accepted. */
  success: (form: HTMLFormElement) => unknown;
  /** Set by the part cairn-more.js. */
  vitals?: (page: string) => object;
}

/** What cairn.js offers to its part cairn-more.js besides. */
export interface LoadedCairn extends Cairn {
  /** The web vitals for the report of a page's engagement; set by the part. */
  vitals?: (page: string) => object;
}

export interface SentEvent {
  id: string;
  name: string | undefined;
  at: number;
  seq: number;
  props?: object;
  value?: Value;
  order_id?: string;
}

/** Events of one page that are sent together. */
export interface Batch {
  site: string | undefined;
  events: SentEvent[];
  context: {url: string | undefined; referrer: string | undefined; webdriver: boolean};
  /** Set once it is sealed. */
  consent?: {analytics: boolean; ads: boolean};
  visitor?: string | null | undefined;
  user?: string | number | null | undefined;
  user_signature?: string | number | null | undefined;
  sent_at?: number;
  tries?: number;
  /** The last one of its visitor, whose id is deleted already: it is sent with it all the same. */
  last?: number;
}

/** A call made before the script had loaded: the method, empty for an event, and its arguments. */
export type Queued = [method: '' | 'identify' | 'consent' | 'optOut', args: never[]];

/** An entry of Google's data layer: an arguments object, as gtag() pushes it, or one with the name of an event. */
export type Entry = {0: unknown; 1: unknown; 2: Record<string, unknown>; event?: unknown};

/** The parameters of an event of a shop, in GA4's and Universal Analytics' words; any page may push anything. */
export interface ShopData {
  ecommerce?: ShopData;
  send_to?: string;
  step?: any;
  items?: {item_id?: string; id?: string}[];
  products?: {item_id?: string; id?: string}[];
  [parameter: string]: any;
}

/** How much of an embedded video was played. */
export interface Player {
  /** The whole seconds that were played. */
  seconds: Set<number>;
  /** The position, in seconds. */
  time: number;
  duration?: number;
  percent: number;
}

/** An event of a document; its target is often a form field. */
export interface Fired extends Event {
  readonly target: EventTarget & {name?: string; nextElementSibling?: Element | null};
}

/** Listens: to the elements of a selector, or without one to the events themselves. */
export type On = <Subject = Event>(
  types: string,
  listener: (subject: Subject, event: Fired) => unknown,
  selector?: string,
) => void;

declare global {
  interface Window {
    dataLayer?: Entry[];
  }
  /** Chromium only; elsewhere it is missing, and a call throws. */
  function fetchLater(url: URL, options: RequestInit & {activateAfter: number}): unknown;
  interface Navigator {
    globalPrivacyControl?: boolean;
  }
  interface Document {
    prerendering?: boolean;
  }
}
