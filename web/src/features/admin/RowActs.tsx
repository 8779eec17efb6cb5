import { Button, Group, Text } from '@mantine/core';

export type RowAct = {
  words: string;
  /** The words with the row's name, for who does not see the row. */
  label: string;
  pending?: boolean;
  act: () => void;
};

type Props = {
  acts: readonly RowAct[];
  /** What came of trying it. */
  outcome?: { good: boolean; words: string };
};

/** What can be done with a row of the administration. */
export function RowActs({ acts, outcome }: Props) {
  return (
    <>
      <Group gap={6} wrap="nowrap">
        {acts.map(({ words, label, pending, act }) => (
          <Button key={words} size="compact-xs" variant="default" aria-label={label} loading={pending} onClick={act}>
            {words}
          </Button>
        ))}
      </Group>
      {outcome ? (
        <Text size="sm" role="status" fw={outcome.good ? undefined : 600}>
          {outcome.words}
        </Text>
      ) : null}
    </>
  );
}
