import { Anchor, Table, Text, UnstyledButton } from '@mantine/core';
import { Download } from 'lucide-react';
import type { Api } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { Empty } from '@/shared/ui/Empty';
import { later } from '@/shared/ui/later';
import { run } from '@/text/run';
import { keyOf } from '../taskKey';
import css from './Artifacts.module.css';
import { fileAddress } from './address';

const text = run.artifacts;
const Preview = later<{ artifact: Api<'ArtifactRecord'> }>(async () => (await import('./Preview')).Preview, null);

type Props = {
  artifacts: readonly Api<'ArtifactRecord'>[];
  /** The task is said with each file. */
  withTask: boolean;
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
};

/** The files a task kept; one of them can be looked into. */
export function Artifacts({ artifacts, withTask, chosen, onChoose }: Props) {
  if (artifacts.length === 0) return <Empty title={text.none} words={text.noneWords} />;
  const shown = artifacts.find((artifact) => artifact.id === chosen) ?? artifacts[0]!;
  return (
    <>
      <div className={css.list}>
        <Table aria-label={text.table} verticalSpacing={4} horizontalSpacing="xs" stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text.name}</Table.Th>
              {withTask ? <Table.Th>{text.task}</Table.Th> : null}
              <Table.Th ta="right">{text.size}</Table.Th>
              <Table.Th>{text.made}</Table.Th>
              <Table.Th>{text.download}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {artifacts.map((artifact) => (
              <Table.Tr key={artifact.id} data-chosen={artifact.id === shown.id} className={css.row}>
                <Table.Td>
                  <UnstyledButton className={css.name} aria-pressed={artifact.id === shown.id} onClick={() => onChoose(artifact.id)}>
                    {artifact.name}
                  </UnstyledButton>
                </Table.Td>
                {withTask ? <Table.Td>{keyOf({ task: artifact.task_id, item: artifact.item ?? undefined })}</Table.Td> : null}
                <Table.Td ta="right">{text.bytes(artifact.size)}</Table.Td>
                <Table.Td>
                  <Time at={artifact.created_at} show="relative" />
                </Table.Td>
                <Table.Td>
                  <Anchor href={fileAddress(artifact, true)} download={artifact.name} aria-label={`${text.download} ${artifact.name}`}>
                    <Download size={14} />
                  </Anchor>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <section className={css.preview} aria-label={text.preview(shown.name)}>
        <Preview key={shown.id} artifact={shown} />
        <Text size="xs" c="dimmed" mt="xs" className={css.sha}>
          {shown.media_type}
          {' · '}
          {text.sha} {shown.sha256}
        </Text>
      </section>
    </>
  );
}
