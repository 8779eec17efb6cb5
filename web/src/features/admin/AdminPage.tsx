import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';

export function AdminPage() {
  return <Page title={shell.pages.admin}>{null}</Page>;
}
