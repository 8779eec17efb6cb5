import { Skeleton, Text } from '@mantine/core';
import { later } from '@/shared/ui/later';
import { code as text } from '@/text/code';

export type YamlDiffProps = {
  before: string;
  after: string;
  /** What stands left and right, such as the times of two versions. */
  names: readonly [string, string];
};

const Diff = later<YamlDiffProps>(async () => (await import('./YamlDiffView')).YamlDiffView, <Skeleton height={240} />);

/** Two texts side by side, in one column on narrow screens; says so when they are the same. */
export function YamlDiff({ before, after, names }: YamlDiffProps) {
  if (before === after) {
    return (
      <Text size="sm" c="dimmed">
        {text.same}
      </Text>
    );
  }
  return <Diff before={before} after={after} names={names} />;
}
