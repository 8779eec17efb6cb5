import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';

export function CostsPage() {
  return <Page title={shell.pages.costs}>{null}</Page>;
}
