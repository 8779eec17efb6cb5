import '@xyflow/react/dist/base.css';
import { useElementSize } from '@mantine/hooks';
import { ReactFlow, ReactFlowProvider, type ColorMode } from '@xyflow/react';
import { useMemo, useRef, type KeyboardEvent } from 'react';
import { useMantineColorScheme } from '@mantine/core';
import { layout } from './layout';
import { LinkLine, type LinkEdge } from './LinkLine';
import { neighbour } from './neighbour';
import css from './TaskGraph.module.css';
import type { TaskGraphProps } from './TaskGraph';
import { TaskBox, type BoxNode } from './TaskBox';
import { ZoomPanel } from './ZoomPanel';

const nodeTypes = { task: TaskBox };
const edgeTypes = { link: LinkLine };
const tallest = 380;
const smallest = 0.35;

/** Draws the graph; see TaskGraph. */
export function TaskCanvas({ graph, states, details, selected, onSelect, label }: TaskGraphProps) {
  const { ref, width } = useElementSize();
  const { colorScheme } = useMantineColorScheme();
  const placed = useMemo(() => layout(graph.nodes, graph.edges), [graph]);
  const board = useRef<HTMLDivElement>(null);
  const first = graph.nodes.find((node) => node.id === selected)?.id ?? graph.nodes[0]?.id;
  const nodes: BoxNode[] = graph.nodes.map((node) => ({
    id: node.id,
    type: 'task',
    position: placed.nodes.get(node.id)!,
    data: { node, state: states?.[node.id], detail: details?.[node.id], selected: node.id === selected, reachable: node.id === first, onSelect },
    draggable: false,
    selectable: false,
    focusable: false,
  }));
  const edges: LinkEdge[] = placed.links.map((link) => ({
    id: `${link.from} ${link.to}`,
    source: link.from,
    target: link.to,
    type: 'link',
    focusable: false,
    data: { points: link.points, near: link.from === selected || link.to === selected },
  }));
  const move = (event: KeyboardEvent) => {
    const from = (event.target as HTMLElement).closest<HTMLElement>('[data-task]')?.dataset.task;
    const to = from && neighbour(placed, from, event.key);
    if (!to) return;
    event.preventDefault();
    board.current?.querySelector<HTMLElement>(`[data-task="${CSS.escape(to)}"]`)?.focus();
  };
  const zoom = Math.min(1, Math.max(smallest, (width - 40) / placed.width));
  const height = Math.min(tallest, Math.max(104, placed.height * zoom + 48));
  return (
    <div ref={ref} className={css.room}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows move between the buttons within */}
      <div ref={board} className={css.board} style={{ height }} role="group" aria-label={label} onKeyDown={move}>
        {width > 0 ? (
          <ReactFlowProvider key={`${graph.nodes.length} ${Math.round(width / 40)}`}>
            <ReactFlow
              nodes={nodes}
              edges={edges}
              nodeTypes={nodeTypes}
              edgeTypes={edgeTypes}
              colorMode={(colorScheme === 'auto' ? 'system' : colorScheme) as ColorMode}
              defaultViewport={viewport(placed, width, height, zoom)}
              minZoom={0.1}
              maxZoom={2}
              nodesConnectable={false}
              elementsSelectable={false}
              zoomOnScroll={false}
              zoomOnDoubleClick={false}
              preventScrolling={false}
              disableKeyboardA11y
            >
              <ZoomPanel />
            </ReactFlow>
          </ReactFlowProvider>
        ) : null}
      </div>
    </div>
  );
}

// All of it where that is readable; else from the start, since a workflow is read from there.
function viewport(placed: { width: number; height: number }, width: number, height: number, zoom: number) {
  const fit = Math.max(smallest, Math.min(zoom, (height - 40) / placed.height));
  return { x: Math.max(20, (width - placed.width * fit) / 2), y: Math.max(20, (height - placed.height * fit) / 2), zoom: fit };
}
