import type { ReactNode } from 'react';
import { $api } from './client';
import type { Api } from './types';

/** What an account or a token can be given; `admin` is everything. */
export type Scope = 'workflow:read' | 'workflow:write' | 'workflow.schedule:read' | 'workflow.schedule:write' | 'run:execute' | 'admin' | 'internal:export';

/** Whether whoever looks at the pages may do all of these. Everybody may where nobody signs in; what belongs to somebody else, the server refuses all the same. */
export function mayDo(account: Pick<Api<'AccountView'>, 'account' | 'scopes'> | undefined, scopes: readonly Scope[]): boolean {
  if (account === undefined || account.account === null || account.scopes.includes('admin')) return true;
  return scopes.every((scope) => account.scopes.includes(scope));
}

/** Asks what whoever looks at the pages may do. */
export function useMay(): (...scopes: readonly Scope[]) => boolean {
  const account = $api.useQuery('get', '/api/account').data;
  return (...scopes) => mayDo(account, scopes);
}

/** Shows what it holds to those who may use it. */
export function May({ do: scope, children }: { do: Scope; children: ReactNode }) {
  return useMay()(scope) ? children : null;
}
