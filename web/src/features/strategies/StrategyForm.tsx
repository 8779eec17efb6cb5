import { Button, Group, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { actor } from '@/shared/api/actor';
import { $api, call, client } from '@/shared/api/client';
import { problemsOf, statusOf } from '@/shared/api/problem';
import type { Api } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { ButtonLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { ProblemList } from '@/shared/ui/ProblemList';
import { strategyForm as text } from '@/text/strategies';
import { fieldsOf } from './fields';
import { atFields, bodyOf, formOf, type Form } from './form';
import { StrategyConflict } from './StrategyConflict';
import { StrategyFields } from './StrategyFields';
import css from './StrategyForm.module.css';
import { StrategyPreviewPanel } from './StrategyPreviewPanel';
import { usePreview } from './usePreview';

type View = Api<'StrategyView'>;

/** The form of a strategy with what comes of it beside. */
export function StrategyForm({ begin, of }: { begin: Form; of?: View }) {
  const go = useNavigate();
  const [form, setForm] = useState(begin);
  const [revision, setRevision] = useState(of?.revision);
  const [theirs, setTheirs] = useState<View | null>(null);
  const [tried, setTried] = useState(false);
  const template = $api.useQuery('get', '/api/templates/{id}', { params: { path: { id: form.template } } }, { enabled: form.template !== '', placeholderData: undefined });
  const schema = template.data?.parameters;
  const { body, problems: own } = bodyOf(form, schema);
  const preview = usePreview(body, form.template !== '' && own.every((problem) => problem.field === 'id'));

  const save = useAct(
    (): Promise<View> => {
      const sent = { ...body, by: actor(), reason: form.reason.trim() || undefined };
      return of
        ? call(client.PUT('/api/strategies/{id}', { params: { path: { id: of.id } }, headers: { 'If-Match': `"${revision}"` }, body: sent }))
        : call(client.POST('/api/strategies', { body: sent }));
    },
    { ownProblems: true, done: ({ id }) => (of ? text.saved(id) : text.created(id)), after: ({ id }) => void go({ to: '/strategies/$id', params: { id }, search: {} }) },
  );
  const read = useAct((id: string) => call(client.GET('/api/strategies/{id}', { params: { path: { id } } })), { after: setTheirs });
  const act = () => {
    setTried(true);
    if (own.length > 0) return;
    save.mutate(undefined, { onError: (error) => of && statusOf(error) === 412 && read.mutate(of.id) });
  };
  const change = (part: Partial<Form>) => {
    save.reset();
    setForm((now) => ({ ...now, ...part }));
  };

  const refused = save.error && !theirs ? problemsOf(save.error) : [];
  const said = refused.length > 0 ? refused : (preview.data?.problems ?? []);
  // An id is asked for when one tries to save, not while the form is still being filled in.
  const found = atFields([...own.filter((problem) => tried || problem.field !== 'id'), ...said.filter((problem) => tried || problem.field !== 'id' || form.id !== '')], fieldsOf(schema).map((field) => field.name));

  return (
    <Page
      title={of ? text.editTitle(of.id) : text.newTitle}
      state={text.hint}
      actions={
        <>
          {of ? (
            <ButtonLink variant="default" to="/strategies/$id" params={{ id: of.id }} search={{}}>
              {text.back}
            </ButtonLink>
          ) : (
            <ButtonLink variant="default" to="/strategies" search={{}}>
              {text.back}
            </ButtonLink>
          )}
          <Button loading={save.isPending} disabled={form.template === ''} onClick={act}>
            {of ? text.save : text.create}
          </Button>
        </>
      }
    >
      {theirs ? (
        <StrategyConflict
          yours={form}
          theirs={formOf(theirs)}
          onTheirs={() => {
            setForm(formOf(theirs));
            setRevision(theirs.revision);
            setTheirs(null);
            save.reset();
          }}
          onMine={() => {
            setRevision(theirs.revision);
            setTheirs(null);
            save.reset();
          }}
        />
      ) : null}
      <div className={css.beside}>
        <Stack gap="sm">
          {refused.length > 0 ? <ProblemList problems={found['']} /> : null}
          <StrategyFields form={form} schema={schema} fixed={of !== undefined} problems={found} onChange={change} />
        </Stack>
        <Group align="start">
          <StrategyPreviewPanel query={preview} problems={refused.length > 0 ? [] : (found[''] ?? [])} picked={form.template !== ''} />
        </Group>
      </div>
    </Page>
  );
}
