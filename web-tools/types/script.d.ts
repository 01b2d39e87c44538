/** The types used by cairn.js. The page's part comes from the npm package's types. */

import type {Cairn, Consent, EventOptions, Value} from '../../npm/index.js';

export type {Cairn, Consent, EventOptions, Value};

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
  context: {url: string; referrer: string; webdriver: boolean};
  /** Set once it is sealed. */
  consent?: {analytics: boolean; ads: boolean};
  visitor?: string | null | undefined;
  user?: string | number | null | undefined;
  user_signature?: string | number | null | undefined;
  sent_at?: number;
  tries?: number;
}

/** A call made before the script had loaded: the method, empty for an event, and its arguments. */
export type Queued = [method: '' | 'identify' | 'consent' | 'optOut', args: never[]];

/** An entry of Google's data layer, as gtag() pushes it: an arguments object. */
export type Entry = {0: unknown; 1: unknown; 2: Record<string, unknown>};

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
  interface Navigator {
    globalPrivacyControl?: boolean;
  }
  interface Document {
    prerendering?: boolean;
  }
}
