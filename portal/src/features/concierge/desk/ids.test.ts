import { expect, it } from 'vitest';

import { byId } from './ids';

it.each([
  ['bkg_01HQ', '/concierge/bookings/bkg_01HQ'],
  ['  bkg_01HQ.', '/concierge/bookings/bkg_01HQ'],
  ['https://anteroom.example/concierge/bookings/bkg_01HQ?x=1', '/concierge/bookings/bkg_01HQ'],
  ['{"booking":"bkg_01HQ","member":"mem_mai"}', '/concierge/bookings/bkg_01HQ'],
  ['mem_mai', '/concierge/people/members/mem_mai'],
  ['prv_demo', '/concierge/people/providers/prv_demo'],
  ['con_first', '/concierge/people/concierges/con_first'],
])('%s leads to its page', (text, path) => {
  expect(byId(text)?.path).toBe(path);
});

it.each(['', 'mai', 'bkg_', 'bkg', 'mem mai', 'nguyen_mai'])('%s has no id', (text) => {
  expect(byId(text)).toBeNull();
});
