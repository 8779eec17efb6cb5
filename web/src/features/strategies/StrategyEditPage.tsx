import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';

export function StrategyEditPage() {
  return <Page title={shell.pages.strategies}>{null}</Page>;
}
