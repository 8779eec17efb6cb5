import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';

export function HealthPage() {
  return <Page title={shell.pages.health}>{null}</Page>;
}
