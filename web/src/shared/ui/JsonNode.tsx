import { UnstyledButton } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { graph } from '@/text/graph';
import css from './JsonTree.module.css';

const text = graph.tree;
const page = 100;

/** One value of a tree with what is under it. Long lists show a hundred at a time. */
export function JsonNode({ name, value, open }: { name?: string; value: unknown; open: number }) {
  const isList = Array.isArray(value);
  const branches = typeof value === 'object' && value !== null ? Object.entries(value) : null;
  const [opened, setOpened] = useState(open > 0 && (branches?.length ?? 0) <= page);
  const [shown, setShown] = useState(page);
  if (!branches || branches.length === 0)
    return (
      <li className={css.leaf}>
        <Name name={name} />
        <Scalar value={value} />
      </li>
    );
  return (
    <li>
      <UnstyledButton className={css.branch} aria-expanded={opened} onClick={() => setOpened(!opened)}>
        <ChevronRight size={13} className={css.chevron} aria-hidden="true" />
        <Name name={name} />
        <span className={css.count}>{isList ? text.items(branches.length) : text.members(branches.length)}</span>
      </UnstyledButton>
      {opened ? (
        <ul className={css.list}>
          {branches.slice(0, shown).map(([key, item]) => (
            <JsonNode key={key} name={key} value={item} open={open - 1} />
          ))}
          {shown < branches.length ? (
            <li>
              <UnstyledButton className={css.branch} onClick={() => setShown(shown + page)}>
                {text.more(Math.min(page, branches.length - shown))}
              </UnstyledButton>
            </li>
          ) : null}
        </ul>
      ) : null}
    </li>
  );
}

function Name({ name }: { name?: string }) {
  return name === undefined ? null : <span className={css.name}>{name}</span>;
}

function Scalar({ value }: { value: unknown }) {
  if (typeof value === 'string') return <span className={css.text}>{value === '' ? '""' : value}</span>;
  return <span className={css.scalar}>{JSON.stringify(value)}</span>;
}
