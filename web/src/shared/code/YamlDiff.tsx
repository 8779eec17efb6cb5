import { Skeleton, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { code as text } from '@/text/code';

export type YamlDiffProps = {
  before: string;
  after: string;
  /** What stands left and right, such as the times of two versions. */
  names: readonly [string, string];
};

const Diff = lazy(async () => ({ default: (await import('./YamlDiffView')).YamlDiffView }));

/** Two texts side by side, in one column on narrow screens; says so when they are the same. */
export function YamlDiff({ before, after, names }: YamlDiffProps) {
  if (before === after) {
    return (
      <Text size="sm" c="dimmed">
        {text.same}
      </Text>
    );
  }
  return (
    <Suspense fallback={<Skeleton height={240} />}>
      <Diff before={before} after={after} names={names} />
    </Suspense>
  );
}
