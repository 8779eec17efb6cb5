import { ActionIcon } from '@mantine/core';
import { Panel, useReactFlow } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { graph as text } from '@/text/graph';

export function ZoomPanel() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const acts = [
    { words: text.zoomIn, icon: Plus, act: () => zoomIn() },
    { words: text.zoomOut, icon: Minus, act: () => zoomOut() },
    { words: text.fit, icon: Maximize, act: () => fitView({ padding: 0.05, maxZoom: 1 }) },
  ];
  return (
    <Panel position="top-right">
      <ActionIcon.Group>
        {acts.map(({ words, icon: Icon, act }) => (
          <ActionIcon key={words} size="sm" variant="default" aria-label={words} title={words} onClick={() => void act()}>
            <Icon size={13} />
          </ActionIcon>
        ))}
      </ActionIcon.Group>
    </Panel>
  );
}
