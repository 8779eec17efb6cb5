import { Tooltip } from '@mantine/core';
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { Layers2, Radar } from 'lucide-react';
import type { Api } from '@/shared/api/types';
import { StateMark } from '@/shared/ui/StateMark';
import type { State } from '@/shared/ui/states';
import { graph as text } from '@/text/graph';
import { box } from './layout';
import css from './TaskGraph.module.css';

export type BoxNode = Node<
  {
    node: Api<'GraphNodeView'>;
    state: State | undefined;
    detail: string | undefined;
    selected: boolean;
    /** Whether Tab reaches it; the arrows reach the others. */
    reachable: boolean;
    onSelect: ((task: string) => void) | undefined;
  },
  'task'
>;

/** One task of the graph. */
export function TaskBox({ data: { node, state, detail, selected, reachable, onSelect } }: NodeProps<BoxNode>) {
  const role = text.roles[node.role];
  return (
    <>
      <Handle type="target" position={Position.Left} className={css.handle} isConnectable={false} />
      <button
        type="button"
        className={`${css.box} nopan`}
        data-task={node.id}
        data-state={state}
        data-role={node.role}
        style={{ width: box.width, height: box.height }}
        tabIndex={reachable ? 0 : -1}
        aria-pressed={selected}
        title={[node.id, node.words].filter(Boolean).join(': ')}
        onClick={() => onSelect?.(node.id)}
      >
        <span className={css.name}>
          {state ? <StateMark state={state} bare /> : null}
          <span className={css.clip}>{node.id}</span>
        </span>
        <span className={css.type}>
          {node.fans_out ? <Mark words={text.fansOut} icon={<Layers2 size={12} />} /> : null}
          {node.is_sensor ? <Mark words={text.sensor} icon={<Radar size={12} />} /> : null}
          <span className={css.clip}>{role || node.uses}</span>
          {detail ? <span className={css.detail}>{detail}</span> : null}
        </span>
      </button>
      <Handle type="source" position={Position.Right} className={css.handle} isConnectable={false} />
    </>
  );
}

function Mark({ words, icon }: { words: string; icon: React.ReactNode }) {
  return (
    <Tooltip label={words}>
      <span className={css.icon} aria-hidden="true">
        {icon}
      </span>
    </Tooltip>
  );
}
