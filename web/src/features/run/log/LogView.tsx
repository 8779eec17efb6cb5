import { Text } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { run as text } from '@/text/run';
import { findLines } from './find';
import { LogBar } from './LogBar';
import { LogText } from './LogText';
import { useLog } from './useLog';

type Props = { address: string; /** Whether more may come. */ live: boolean; zone: string; fileName: string };

/** A log as it is written: searched, followed, wrapped, downloaded. */
export function LogView({ address, live, zone, fileName }: Props) {
  const { log, state } = useLog(address, live);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const [follow, setFollow] = useState(true);
  const [wrap, setWrap] = useState(false);
  const wanted = useDeferredValue(words);
  const found = useMemo(() => findLines(log.lines, wanted), [log, wanted]);
  const marked = found.length === 0 ? undefined : found[Math.min(at, found.length - 1)];
  const go = (by: number) => {
    setFollow(false);
    setAt((now) => (Math.min(now, found.length - 1) + by + found.length) % found.length);
  };
  return (
    <div>
      <LogBar
        words={words}
        onWords={(typed) => {
          setWords(typed);
          setAt(0);
          setFollow(false);
        }}
        at={Math.min(at, found.length - 1) + 1}
        found={found.length}
        onGo={go}
        follow={live ? follow : undefined}
        onFollow={setFollow}
        wrap={wrap}
        onWrap={setWrap}
        download={address}
        fileName={fileName}
      />
      {state === 'lost' ? (
        <Text size="xs" role="status" c="dimmed" mb={4}>
          {text.log.lost}
        </Text>
      ) : null}
      {log.dropped > 0 ? (
        <Text size="xs" c="dimmed" mb={4}>
          {text.log.dropped(log.dropped)}
        </Text>
      ) : null}
      {log.lines.length === 0 && state !== 'reading' ? (
        <Text c="dimmed" size="sm" py="md">
          {text.log.empty}
        </Text>
      ) : log.lines.length === 0 ? (
        <Text c="dimmed" size="sm" py="md">
          {live ? text.log.waiting : ''}
        </Text>
      ) : (
        <LogText key={wrap ? 'wrapped' : 'long'} lines={log.lines} words={wanted} marked={wanted === '' ? undefined : marked} follow={live && follow} onFollow={setFollow} wrap={wrap} zone={zone} />
      )}
    </div>
  );
}
