import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';

export function RunPage() {
  return <Page title={shell.pages.runs}>{null}</Page>;
}
