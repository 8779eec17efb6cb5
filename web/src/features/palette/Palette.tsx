import '@mantine/spotlight/styles.css';
import { Spotlight, createSpotlight } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { palette as text } from '@/text/palette';
import css from './Palette.module.css';
import { useCommands } from './useCommands';

const [store, spotlight] = createSpotlight();

/** Goes anywhere and does the common acts from the keyboard. Loaded when it is first opened. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query.trim(), 150);
  const groups = useCommands(query.trim(), settled);
  useEffect(() => spotlight.open(), []);
  // What the server finds comes later than the words are typed: Enter then takes the first.
  useEffect(() => {
    const first = document.querySelector('[data-action]');
    if (!first || document.querySelector('[data-action][data-selected]')) return;
    first.setAttribute('data-selected', 'true');
    store.updateState((state) => ({ ...state, selected: 0 }));
  });
  return (
    <Spotlight.Root store={store} query={query} onQueryChange={setQuery} onSpotlightClose={onClose} shortcut={null} classNames={{ action: css.action, actionDescription: css.description }} scrollable overlayProps={{ backgroundOpacity: 0.35, blur: 0 }} maxHeight={420} attributes={{ content: { 'aria-label': text.label } }}>
      <Spotlight.Search placeholder={text.placeholder} aria-label={text.placeholder} leftSection={<Search size={18} />} />
      <Spotlight.ActionsList>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.label} label={group.label}>
            {group.commands.map((command) => (
              <Spotlight.Action key={command.id} label={command.label} description={command.hint} onClick={command.run} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 ? <Spotlight.Empty>{text.nothing}</Spotlight.Empty> : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
