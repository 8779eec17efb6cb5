import { Alert, Button, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { $api } from '@/shared/api/client';
import type { Problem } from '@/shared/api/types';
import { YamlEditor } from '@/shared/code/YamlEditor';
import { ButtonLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { editor as text } from '@/text/editor';
import css from './EditorForm.module.css';
import { GraphPreview } from './GraphPreview';
import { ProblemPanel } from './ProblemPanel';
import { ReviewDialog } from './ReviewDialog';
import { StartFrom } from './StartFrom';
import { useDraft } from './useDraft';
import { useKnowledge } from './useKnowledge';
import { useValidation } from './useValidation';
import { wrapped, yamlHelp } from './yamlHelp';

const none: readonly Problem[] = [];

export type Edited = { id: string; name: string; path: string; version: string };

/** The editor with what the server says of the text, the graph of it, and the way to save. `of` is null for a new workflow. */
export function EditorForm({ of = null, begin }: { of?: Edited | null; begin: string }) {
  const draft = useDraft(of ? `edit ${of.id}` : 'new', of?.version ?? '', begin);
  const knowledge = useKnowledge();
  const help = useMemo(() => [yamlHelp(knowledge), wrapped], [knowledge]);
  const [place, setPlace] = useState<{ line: number; column?: number | null }>();
  const [reviewing, setReviewing] = useState(false);
  const { answer, error, settled } = useValidation(draft.text);
  const about = $api.useQuery('get', '/api/about');
  const problems = answer?.problems ?? none;
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const closed = about.data?.editing === false;
  const unchanged = of !== null && draft.text === begin;
  const said = unchanged ? text.state.unchanged : text.state.good;

  return (
    <Page
      title={of ? text.editTitle(of.name) : text.newTitle}
      state={<span role="status">{!settled ? text.state.checking : problems.length > 0 ? text.state.problems(errors, problems.length - errors) : said}</span>}
      actions={
        <>
          {of ? (
            <ButtonLink variant="default" to="/workflows/$id" params={{ id: of.id }}>
              {text.cancel}
            </ButtonLink>
          ) : (
            <ButtonLink variant="default" to="/workflows">
              {text.cancel}
            </ButtonLink>
          )}
          <Button disabled={closed || unchanged || errors > 0 || !settled} onClick={() => setReviewing(true)}>
            {of ? text.review : text.reviewNew}
          </Button>
        </>
      }
    >
      {closed ? (
        <Alert color="gray" mb="sm" title={text.off.title}>
          {text.off.words}
        </Alert>
      ) : null}
      {draft.restored ? (
        <Alert color="gray" mb="sm" title={text.draft.title}>
          {text.draft.words}{' '}
          <Button size="compact-xs" variant="default" onClick={draft.reset}>
            {text.draft.drop}
          </Button>
        </Alert>
      ) : null}
      {of ? null : <StartFrom />}
      <div className={css.beside}>
        <div className={css.column}>
          <YamlEditor label={text.label} value={draft.text} onChange={draft.write} problems={problems} extensions={help} reveal={place} height="min(64vh, 720px)" />
          <Text size="xs" c="dimmed">
            {text.keys}
          </Text>
        </div>
        <div className={css.column}>
          <ProblemPanel problems={problems} error={error} onGo={setPlace} />
          <GraphPreview yaml={draft.text} />
        </div>
      </div>
      {reviewing ? <ReviewDialog of={of} before={begin} draft={draft} onClose={() => setReviewing(false)} /> : null}
    </Page>
  );
}
