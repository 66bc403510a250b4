import { createContext, use } from 'react';

/** What the service calls itself. */
export const ServiceName = createContext('Anteroom');

export function useServiceName(): string {
  return use(ServiceName);
}
