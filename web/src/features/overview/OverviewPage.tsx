import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';

export function OverviewPage() {
  return <Page title={shell.pages.overview}>{null}</Page>;
}
