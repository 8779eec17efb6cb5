import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';

export function EditorPage() {
  return <Page title={shell.pages.workflows}>{null}</Page>;
}
