import type {LoadOptions} from '@cairn/browser';

export {cairn} from '@cairn/browser';

/** Loads the script once. Put it into the root layout. */
export declare function Cairn(options: LoadOptions): null;
