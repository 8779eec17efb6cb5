import { Button, Code } from '@mantine/core';
import { Empty } from '@/shared/ui/Empty';
import { shell } from '@/text/shell';

/** Stands where a page threw: the shell around it goes on. */
export function BrokenPage({ error }: { error: unknown }) {
  return (
    <Empty
      title={shell.broken.title}
      words={
        <>
          {shell.broken.words} <Code>{error instanceof Error ? error.message : String(error)}</Code>
        </>
      }
      action={<Button onClick={() => window.location.reload()}>{shell.broken.reload}</Button>}
    />
  );
}
