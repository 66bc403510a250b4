import { createContext } from 'react';

/** The zone in which whoever reads the pages reads the clock; none as long as it is not known. */
export const ReaderZone = createContext<string | null>(null);
