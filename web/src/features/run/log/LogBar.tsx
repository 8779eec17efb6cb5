import { ActionIcon, Button, Group, Switch, Text, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Download, Search } from 'lucide-react';
import { run } from '@/text/run';

const text = run.log;

type Props = {
  words: string;
  onWords: (words: string) => void;
  /** Which match is looked at, from 1. */
  at: number;
  found: number;
  onGo: (by: number) => void;
  /** Undefined for a log that is complete. */
  follow: boolean | undefined;
  onFollow: (follow: boolean) => void;
  wrap: boolean;
  onWrap: (wrap: boolean) => void;
  download: string;
  fileName: string;
};

export function LogBar({ words, onWords, at, found, onGo, follow, onFollow, wrap, onWrap, download, fileName }: Props) {
  return (
    <Group gap="sm" mb="xs">
      <TextInput
        size="xs"
        w={200}
        value={words}
        type="search"
        aria-label={text.search}
        placeholder={text.search}
        leftSection={<Search size={13} aria-hidden="true" />}
        onChange={(event) => onWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || found === 0) return;
          event.preventDefault();
          onGo(event.shiftKey ? -1 : 1);
        }}
      />
      {words === '' ? null : (
        <Group gap={4}>
          <Text size="xs" c="dimmed" role="status">
            {found === 0 ? text.foundNone : text.found(at, found)}
          </Text>
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label={text.previous} disabled={found === 0} onClick={() => onGo(-1)}>
            <ArrowUp size={14} />
          </ActionIcon>
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label={text.next} disabled={found === 0} onClick={() => onGo(1)}>
            <ArrowDown size={14} />
          </ActionIcon>
        </Group>
      )}
      {follow === undefined ? null : <Switch size="xs" label={text.follow} checked={follow} onChange={(event) => onFollow(event.currentTarget.checked)} />}
      <Switch size="xs" label={text.wrap} checked={wrap} onChange={(event) => onWrap(event.currentTarget.checked)} />
      <Button component="a" href={download} download={fileName} size="compact-xs" variant="default" leftSection={<Download size={13} aria-hidden="true" />} ml="auto">
        {text.download}
      </Button>
    </Group>
  );
}
