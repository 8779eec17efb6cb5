import createFetchClient from 'openapi-fetch';
import createClient from 'openapi-react-query';
import { queryClient } from './queryClient';
import type { paths } from './schema';

/** Calls the API of the server this page came from. */
export const client = createFetchClient<paths>({ baseUrl: window.location.origin });

// A session that has ended shows by any answer: then the gate asks once more who looks at the pages.
client.use({
  onResponse({ response, schemaPath }) {
    if (response.status === 401 && !schemaPath.startsWith('/api/sign-in')) void queryClient.invalidateQueries({ queryKey: ['get', '/api/account'] });
  },
});

/** Queries over the API: `$api.useQuery('get', '/api/runs', { params })`. */
export const $api = createClient(client);

/** Awaits an answer; throws what the server said is wrong (see problem.ts). */
export async function call<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok) return data as T;
  throw error ?? new Error(response.statusText);
}
