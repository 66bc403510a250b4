import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it, vi } from 'vitest';

import { useClearMailProblem } from '../features/concierge/api/useClearMailProblem';
import { useDismiss } from '../features/concierge/api/useDismiss';
import { useResend } from '../features/concierge/api/useResend';
import type { Delivery } from '../features/concierge/api/types';
import { useSavePerson } from '../features/concierge/api/useSavePerson';
import { useSendLinks } from '../features/concierge/api/useSendLinks';
import { useStep } from '../features/phone/api/usePhone';
import { useChangeProfile } from '../features/profile/api/useChangeProfile';
import { useConfirmContact } from '../features/profile/api/useConfirmContact';
import { ApiProvider } from '../shared/api/ApiProvider';
import type { Api } from '../shared/api/client';
import type { Booking, NewBooking, Person, Schedule } from '../shared/api/types';
import { useBookingAction } from '../shared/booking-actions/useBookingAction';
import { useBook } from '../shared/booking-form/useBook';
import { useReplaceSchedule } from '../shared/schedule/useSchedule';

const booking = { id: 'bkg_1', version: 1 } as Booking;
const person = { id: 'mem_1', version: 1, email: 'mai@example.com' } as Person;
const delivery = { id: 'msg_1', bookingId: 'bkg_1' } as Delivery;
const wanted = {} as NewBooking;

/** A hook of a mutation, bound to what it is called with. */
const mutation =
  <A,>(hook: () => { mutate: (what: A) => void; status: string }, what: A) =>
  () => {
    const { mutate, status } = hook();
    return { run: () => mutate(what), status };
  };

const MUTATIONS = {
  'an action on a booking': mutation(() => useBookingAction(booking, 'provider'), { do: 'accept' }),
  'a booking': mutation(() => useBook('/v1/bookings'), wanted),
  'a booking by the concierge': mutation(() => useBook('/v1/admin/bookings'), wanted),
  'a step of a phone session': mutation(() => useStep('bkg_1'), { do: 'start' }),
  'sending again': mutation(() => useResend(delivery), undefined),
  'dismissing a message': mutation(() => useDismiss(delivery), 'Told by telephone'),
  'sending links': mutation(() => useSendLinks('mem_1'), undefined),
  'clearing a mail problem': mutation(() => useClearMailProblem('member', person), undefined),
  'a change of a person': mutation(() => useSavePerson('member'), { person, details: {} }),
  'a change of a schedule': mutation(() => useReplaceSchedule('me'), {
    schedule: {} as Schedule,
    etag: null,
  }),
  'the code of a new address': mutation(() => useConfirmContact('email'), '123456'),
  'a change of the profile': mutation(useChangeProfile, {
    changes: { ...person, phone: null },
    version: 1,
  }),
};

describe.each(Object.entries(MUTATIONS))('%s', (_name, hook) => {
  it.each([
    ['error', { error: { code: 'unavailable' }, response: new Response(null, { status: 503 }) }],
    ['success', { data: person, response: new Response() }],
  ])('says its %s before the lists are read again', async (status, answer) => {
    const call = () => Promise.resolve(answer);
    const api = { POST: call, PATCH: call, PUT: call } as unknown as Api;
    const queries = new QueryClient();
    vi.spyOn(queries, 'invalidateQueries').mockReturnValue(new Promise(() => undefined));
    const wrapper = ({ children }: { children: ReactNode }) => (
      <ApiProvider api={api}>
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      </ApiProvider>
    );
    const { result } = renderHook(hook, { wrapper });
    result.current.run();
    await waitFor(() => expect(result.current.status).toBe(status));
  });
});
