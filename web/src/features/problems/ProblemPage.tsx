import { Typography } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';
import guide from '../../../../docs/errors/README.md?raw';
import { sectionOf } from './sections';

// Links lead to files of the documentation, which the server does not have.
function Words({ children }: { children?: ReactNode }) {
  return <>{children}</>;
}

/** What a code means and what to do, from the page of the documentation. */
export function ProblemPage() {
  const { code } = useParams({ from: '/problems/$code' });
  return (
    <Page title={shell.problem.title(code)}>
      <Typography maw="72ch">
        <Markdown remarkPlugins={[remarkGfm]} components={{ a: Words }}>
          {sectionOf(guide, code) ?? shell.problem.unknown}
        </Markdown>
      </Typography>
    </Page>
  );
}
