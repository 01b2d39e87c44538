export interface ServerOptions {
  /** The address of your Cairn, such as https://stats.shop.example */
  address: string;
  /** The id of the site in the plan. */
  site: string;
  /** A server key with the scope events:write. */
  key: string;
}

export interface ServerEvent {
  /** The event's id, 1 to 64 letters, digits, `_` and `-`: the same for every attempt to report it. */
  id: string;
  name: string;
  /** When it happened, in epoch milliseconds; now when absent. */
  at?: number;
  /** The value of the cookie `cairn` of the visitor who did it; it exists only with consent. */
  visitor?: string;
  props?: Record<string, string | number | boolean | null>;
  value?: {amount: string; currency?: string};
  order_id?: string;
  type?: 'refund';
}

/**
 * Makes a function that reports an event with the server key. Its promise resolves once Cairn has stored the event. It
 * tries three times in some seconds, then rejects: keep the event and report it again with the same id.
 */
export declare function reporter(options: ServerOptions): (event: ServerEvent) => Promise<void>;
