import { useMutation, type UseMutationOptions } from '@tanstack/react-query';
import { use } from 'react';

import { Say, type Message } from '../said/say';

interface Change<Data, Variables> extends UseMutationOptions<Data, Error, Variables> {
  /** What is said when it is done; null where the page that follows says it itself. */
  says: ((data: Data, variables: Variables) => Message | null) | null;
}

/** Something that a person does. When it is done, the page says so. */
export function useChange<Data, Variables = void>({
  says,
  onSettled,
  ...options
}: Change<Data, Variables>) {
  const say = use(Say);
  return useMutation({
    ...options,
    onSettled: async (...end) => {
      await onSettled?.(...end);
      const [data, error, variables] = end;
      if (error !== null || data === undefined) return;
      // Once the dialog is closed: what is said behind an open one is not read out.
      setTimeout(() => {
        const message = says?.(data, variables);
        if (message) say(message);
      });
    },
  });
}
