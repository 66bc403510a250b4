import { QueryClient } from '@tanstack/react-query';

import { backOff } from '../time/backOff';
import { ApiError } from './problem';

/**
 * The cache of what was read. Only what may pass by itself is tried again without being asked. A mutation
 * does not wait for what is read anew after it: whether it worked is said as soon as it is known.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.passing,
        retryDelay: (failures, error) => backOff(failures + 1, error),
        // The browser's guess whether there is a network is often wrong.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}
