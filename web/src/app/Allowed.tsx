import { Navigate, useMatches } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '@/shared/api/may';
import { Empty } from '@/shared/ui/Empty';
import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';
import { scopesOf } from '@/shared/api/needs';
import { pages } from './pages';

/** Shows a page to whom it has something to show; who comes to the overview without may see goes to the first page they may. */
export function Allowed({ children }: { children: ReactNode }) {
  // Of the page that shows: the address is ahead of it while the next one loads.
  const path = useMatches({ select: (matches) => matches.at(-1)?.pathname ?? '/' });
  const may = useMay();
  const scopes = scopesOf(path);
  if (may(...scopes)) return children;
  const first = pages.find((page) => may(...scopesOf(page.to)));
  if (path === '/' && first) return <Navigate to={first.to} replace />;
  return (
    <Page title={shell.notAllowed.title}>
      <Empty title={shell.notAllowed.title} words={shell.notAllowed.words(scopes.filter((scope) => !may(scope)))} />
    </Page>
  );
}
