import { useParams, useSearch } from '@tanstack/react-router';
import { $api } from '@/shared/api/client';
import { Answer } from '@/shared/ui/Answer';
import { AnchorLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { editor as text } from '@/text/editor';
import { EditorForm } from './EditorForm';
import { renamed } from './renamed';

/** Writes a new workflow or edits one. */
export function EditorPage() {
  const { id } = useParams({ strict: false });
  return id ? <Edit key={id} id={id} /> : <Create />;
}

function Edit({ id }: { id: string }) {
  const query = $api.useQuery('get', '/api/workflows/{id}', { params: { path: { id } } }, { placeholderData: undefined });
  const { summary, yaml } = query.data ?? {};
  if (summary?.template) {
    return (
      <Page title={text.editTitle(summary.name ?? id)} state={text.strategy}>
        <AnchorLink to="/strategies/$id" params={{ id }}>
          {text.toStrategy}
        </AnchorLink>
      </Page>
    );
  }
  if (!summary || yaml === undefined) {
    return (
      <Page title={text.editTitle(id)}>
        <Answer of={query}>{() => null}</Answer>
      </Page>
    );
  }
  return <EditorForm of={{ id, name: summary.name ?? id, path: summary.path, version: summary.version ?? '' }} begin={yaml} />;
}

function Create() {
  const { from, template } = useSearch({ strict: false }) as { from?: string; template?: string };
  const copied = $api.useQuery('get', '/api/workflows/{id}', { params: { path: { id: from ?? '' } } }, { enabled: from !== undefined, placeholderData: undefined });
  const shaped = $api.useQuery('get', '/api/templates/{id}', { params: { path: { id: template ?? '' } } }, { enabled: template !== undefined, placeholderData: undefined });
  const asked = from ? copied : template ? shaped : undefined;
  const yaml = asked?.data?.yaml;
  if (asked && typeof yaml !== 'string') {
    return (
      <Page title={text.newTitle}>
        <Answer of={{ ...asked, data: undefined as never }}>{() => null}</Answer>
      </Page>
    );
  }
  return <EditorForm key={`${from} ${template}`} begin={typeof yaml === 'string' ? renamed(yaml) : text.begin} />;
}
