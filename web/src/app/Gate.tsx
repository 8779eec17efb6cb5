import { lazy, Suspense, type ReactNode } from 'react';
import { $api } from '@/shared/api/client';

const SignInPage = lazy(() => import('@/features/signin/SignInPage').then((file) => ({ default: file.SignInPage })));

/** Lets the pages show once it is known who looks at them, where the server wants to know that. */
export function Gate({ children }: { children: ReactNode }) {
  const account = $api.useQuery('get', '/api/account');
  // A server that does not answer is told of by the page itself.
  if (account.data === undefined) return account.error ? children : null;
  if (account.data.sign_in && account.data.account === null) {
    return (
      <Suspense>
        <SignInPage />
      </Suspense>
    );
  }
  return children;
}
