import { ActionIcon, CopyButton, Text } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { graph } from '@/text/graph';
import { JsonNode } from './JsonNode';
import css from './JsonTree.module.css';

const text = graph.tree;

type Props = {
  value: unknown;
  /** What it is, for those who do not see it: "Input", "Output of bars". */
  label: string;
  /** Levels open at first. */
  open?: number;
};

/** A JSON value as a tree that opens and closes, and can be copied. */
export function JsonTree({ value, label, open = 2 }: Props) {
  if (value === null || value === undefined) return <Text c="dimmed">{text.empty}</Text>;
  return (
    <div className={css.tree}>
      <CopyButton value={JSON.stringify(value, null, 2)}>
        {({ copied, copy }) => (
          <ActionIcon className={css.copy} variant="subtle" color="gray" size="sm" aria-label={`${copied ? text.copied : text.copy}: ${label}`} title={copied ? text.copied : text.copy} onClick={copy}>
            {copied ? <Check size={14} /> : <Copy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
      <ul className={css.list} aria-label={label}>
        <JsonNode value={value} open={open} />
      </ul>
    </div>
  );
}
