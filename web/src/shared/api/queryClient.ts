import { keepPreviousData, QueryClient } from '@tanstack/react-query';
import { statusOf } from './problem';

/** The one cache of the page. Server events say what is stale (live.ts), so nothing is polled. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      placeholderData: keepPreviousData,
      refetchOnWindowFocus: false,
      // What the server answered will not get better; a lost connection may.
      retry: (count, error) => statusOf(error) === null && count < 2,
      retryDelay: 700,
    },
  },
});
