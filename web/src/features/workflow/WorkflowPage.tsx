import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';

export function WorkflowPage() {
  return <Page title={shell.pages.workflows}>{null}</Page>;
}
