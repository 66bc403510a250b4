// The calls, one after the other, so that they don't take the processor from each other.

import './calls/start.ts';
import './calls/media.ts';
import './calls/share.ts';
import './calls/leaving.ts';
import './calls/ending.ts';
import './calls/capabilities.ts';
import './calls/crowd.ts';
