import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';

export function StrategiesPage() {
  return <Page title={shell.pages.strategies}>{null}</Page>;
}
