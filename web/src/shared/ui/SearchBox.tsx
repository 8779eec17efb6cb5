import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';

type Props = { label: string; value: string | undefined; onSearch: (words: string | undefined) => void };

/** A box to search a list by words; it tells them when the typing rests. */
export function SearchBox({ label, value = '', onSearch }: Props) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  // The address may change by itself, by going back.
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed.trim() === value) return;
    const rest = window.setTimeout(() => onSearch(typed.trim() || undefined), 250);
    return () => window.clearTimeout(rest);
  }, [typed, value, onSearch]);
  return <TextInput size="xs" w={240} aria-label={label} placeholder={label} leftSection={<Search size={14} />} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />;
}
