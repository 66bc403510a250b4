// What mostly waits, beside the calls.

import './patience/lonely.ts';
import './patience/crash.ts';
import './patience/sleep.ts';
import './patience/restart.ts';
