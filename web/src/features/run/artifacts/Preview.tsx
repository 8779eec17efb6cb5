import { Text } from '@mantine/core';
import { $api } from '@/shared/api/client';
import { statusOf } from '@/shared/api/problem';
import type { Api } from '@/shared/api/types';
import { Answer } from '@/shared/ui/Answer';
import { JsonTree } from '@/shared/ui/JsonTree';
import { run } from '@/text/run';
import { fileAddress } from './address';
import css from './Artifacts.module.css';
import { CsvPreview } from './CsvPreview';
import { kindOf, previewBytes } from './kind';
import { MarkdownPreview } from './MarkdownPreview';

const text = run.artifacts;

/** A look into a file. What came from a task is never run: pictures are pictures only, and Markdown has no HTML. */
export function Preview({ artifact }: { artifact: Api<'ArtifactRecord'> }) {
  const kind = kindOf(artifact);
  if (kind === 'none') return <Text c="dimmed">{text.noPreview}</Text>;
  return kind === 'image' ? <img className={css.image} src={fileAddress(artifact)} alt={artifact.name} /> : <TextPreview artifact={artifact} />;
}

function TextPreview({ artifact }: { artifact: Api<'ArtifactRecord'> }) {
  const whole = artifact.size <= previewBytes;
  const file = $api.useQuery(
    'get',
    '/api/runs/{id}/artifacts/{artifactId}',
    { params: { path: { id: artifact.run_id, artifactId: artifact.id } }, parseAs: 'text', headers: whole ? {} : { Range: `bytes=0-${previewBytes - 1}` } },
    { staleTime: 'static', placeholderData: undefined },
  );
  if (statusOf(file.error) === 404) return <Text c="dimmed">{text.gone}</Text>;
  // The contract knows no type for a file's content.
  return <Answer of={{ ...file, data: file.data as string | undefined }}>{(content) => <Content artifact={artifact} content={content} whole={whole} />}</Answer>;
}

function Content({ artifact, content, whole }: { artifact: Api<'ArtifactRecord'>; content: string; whole: boolean }) {
  const kind = kindOf(artifact);
  if (kind === 'csv') return <CsvPreview content={content} whole={whole} name={artifact.name} />;
  const json = kind === 'json' && whole ? parsed(content) : undefined;
  if (json !== undefined) return <JsonTree value={json} label={artifact.name} />;
  return (
    <>
      {kind === 'markdown' ? (
        <MarkdownPreview content={content} />
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and keys must reach it
        <pre className={css.text} tabIndex={0}>
          {content}
        </pre>
      )}
      {whole ? null : (
        <Text size="xs" c="dimmed">
          {text.cutText(text.bytes(artifact.size))}
        </Text>
      )}
    </>
  );
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
