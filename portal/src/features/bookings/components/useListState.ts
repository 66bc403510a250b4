import { useSearchParams } from 'wouter';

/** What of a list the address keeps. */
type Name = 'name' | 'type' | 'end' | 'open' | 'ended';

/**
 * What is looked for in a list, and which booking is open, in the address: whoever comes back finds the list as
 * they left it.
 */
export function useListState() {
  const [search, setSearch] = useSearchParams();
  const set = (name: Name, value: string) =>
    setSearch(
      (before) => {
        if (value === '') before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true },
    );
  const clear = () => setSearch({}, { replace: true });
  return { search, set, clear };
}
