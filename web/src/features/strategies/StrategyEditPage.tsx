import { useParams, useSearch } from '@tanstack/react-router';
import { $api } from '@/shared/api/client';
import { Answer } from '@/shared/ui/Answer';
import { Page } from '@/shared/ui/Page';
import { strategyForm as text } from '@/text/strategies';
import { emptyForm, formOf } from './form';
import { StrategyForm } from './StrategyForm';

/** Makes a strategy or edits one. */
export function StrategyEditPage() {
  const { id } = useParams({ strict: false });
  const { template } = useSearch({ strict: false }) as { template?: string };
  return id ? <Edit key={id} id={id} /> : <StrategyForm begin={emptyForm(template ?? '')} />;
}

function Edit({ id }: { id: string }) {
  const query = $api.useQuery('get', '/api/strategies/{id}', { params: { path: { id } } }, { placeholderData: undefined });
  if (!query.data) {
    return (
      <Page title={text.editTitle(id)}>
        <Answer of={query}>{() => null}</Answer>
      </Page>
    );
  }
  return <StrategyForm begin={formOf(query.data)} of={query.data} />;
}
