import { Anchor, Table, Typography } from '@mantine/core';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { run } from '@/text/run';
import css from './Artifacts.module.css';

// Pictures are named, not fetched: a report must not make the browser call other servers.
const components: Components = {
  img: ({ alt }) => <em>{run.artifacts.imageOf(alt ?? '')}</em>,
  a: ({ href, children }) => (
    <Anchor href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </Anchor>
  ),
  table: ({ children }) => (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and keys must reach it
    <div className={css.wide} tabIndex={0}>
      <Table>{children}</Table>
    </div>
  ),
};

/** Markdown as text, without the HTML it may hold. */
export function MarkdownPreview({ content }: { content: string }) {
  return (
    <Typography fz="sm">
      <Markdown remarkPlugins={[remarkGfm]} components={components} skipHtml>
        {content}
      </Markdown>
    </Typography>
  );
}
