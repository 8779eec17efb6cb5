import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';

export function SchedulePage() {
  return <Page title={shell.pages.schedules}>{null}</Page>;
}
