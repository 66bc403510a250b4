/** Where each role can go. */
import type { IconProps } from '@tabler/icons-react';
import IconBell from '@tabler/icons-react/icons/IconBell';
import IconCalendar from '@tabler/icons-react/icons/IconCalendar';
import IconCalendarPlus from '@tabler/icons-react/icons/IconCalendarPlus';
import IconChecklist from '@tabler/icons-react/icons/IconChecklist';
import IconClock from '@tabler/icons-react/icons/IconClock';
import IconDeviceLaptop from '@tabler/icons-react/icons/IconDeviceLaptop';
import IconHome from '@tabler/icons-react/icons/IconHome';
import IconUser from '@tabler/icons-react/icons/IconUser';
import IconUsers from '@tabler/icons-react/icons/IconUsers';
import type { ComponentType } from 'react';

import type { Role } from '../shared/api/types';
import type words from '../shared/i18n/en.json';

export interface Place {
  path: string;
  name: Exclude<keyof (typeof words)['nav'], 'label' | 'more'>;
  icon: ComponentType<IconProps>;
  /** Stands in the account menu on phones, whose bar has not room for all. */
  rare?: true;
}

const PROFILE: Place = { path: '/profile', name: 'profile', icon: IconUser };
const TECH_CHECK: Place = { path: '/tech-check', name: 'techCheck', icon: IconDeviceLaptop };

/** The first of each role is where they start. */
export const PLACES: Record<Role, readonly Place[]> = {
  provider: [
    { path: '/', name: 'today', icon: IconHome },
    { path: '/bookings', name: 'bookings', icon: IconChecklist },
    { path: '/calendar', name: 'calendar', icon: IconCalendar },
    { path: '/create-booking', name: 'newBooking', icon: IconCalendarPlus },
    { path: '/schedule', name: 'schedule', icon: IconClock, rare: true },
    { ...PROFILE, rare: true },
    { ...TECH_CHECK, rare: true },
  ],
  member: [
    { path: '/bookings', name: 'bookings', icon: IconChecklist },
    { path: '/book', name: 'book', icon: IconCalendarPlus },
    PROFILE,
    TECH_CHECK,
  ],
  concierge: [
    { path: '/concierge', name: 'console', icon: IconHome },
    { path: '/concierge/queue', name: 'queue', icon: IconBell },
    { path: '/concierge/book', name: 'newBooking', icon: IconCalendarPlus },
    { path: '/concierge/people', name: 'people', icon: IconUsers },
  ],
};
