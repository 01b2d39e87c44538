/** Starts the dashboard once its words are those of the reader's language. */

import {prepare} from './ui/language.js';

await prepare();
await import('./main.js');
