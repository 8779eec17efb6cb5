import createFetchClient, { type Middleware } from 'openapi-fetch';
import createClient from 'openapi-react-query';
import { noteServerDate } from '@/shared/time/clock';
import type { paths } from './schema';

const readClock: Middleware = {
  onResponse({ response }) {
    noteServerDate(response.headers.get('date'));
  },
};

/** Calls the API of the server this page came from. */
export const client = createFetchClient<paths>({ baseUrl: window.location.origin });
client.use(readClock);

/** Queries over the API: `$api.useQuery('get', '/api/runs', { params })`. */
export const $api = createClient(client);

/** Awaits an answer; throws what the server said is wrong (see problem.ts). */
export async function call<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok) return data as T;
  throw error ?? new Error(response.statusText);
}
