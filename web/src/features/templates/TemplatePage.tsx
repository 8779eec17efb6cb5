import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';

export function TemplatePage() {
  return <Page title={shell.pages.workflows}>{null}</Page>;
}
