import { Button, CheckIcon, Combobox, Group, ScrollArea, useCombobox } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { runs as text } from '@/text/runs';

type Option = { value: string; words: ReactNode };
type Props = {
  label: string;
  /** What the button says. */
  shown: string;
  options: readonly Option[];
  chosen: readonly string[];
  /** Told the value picked; picking a chosen one takes it away. */
  onPick: (value: string) => void;
  /** Several may be chosen: the list stays open. */
  several?: boolean;
  onSearch?: (text: string) => void;
  children?: ReactNode;
};

/** A word of the sentence above a list, which opens what it may be changed to. */
export function PickWords({ label, shown, options, chosen, onPick, several, onSearch, children }: Props) {
  const [search, setSearch] = useState('');
  const box = useCombobox({
    onDropdownClose: () => box.resetSelectedOption(),
    onDropdownOpen: () => (onSearch ? box.focusSearchInput() : box.focusTarget()),
  });
  return (
    <Combobox
      store={box}
      width={280}
      position="bottom-start"
      onOptionSubmit={(value) => {
        onPick(value);
        if (!several) box.closeDropdown();
      }}
    >
      <Combobox.Target targetType="button" withAriaAttributes>
        <Button size="compact-sm" variant={chosen.length > 0 ? 'light' : 'default'} rightSection={<ChevronDown size={13} aria-hidden="true" />} aria-label={`${label}: ${shown}`} onClick={() => box.toggleDropdown()} fw={400}>
          {shown}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        {onSearch ? (
          <Combobox.Search
            value={search}
            aria-label={label}
            placeholder={text.filter.search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              onSearch(event.currentTarget.value);
            }}
          />
        ) : null}
        <Combobox.Options aria-label={label}>
          <ScrollArea.Autosize mah={320} type="scroll">
            {options.map(({ value, words }) => (
              <Combobox.Option key={value} value={value} active={chosen.includes(value)}>
                <Group gap="xs" wrap="nowrap" justify="space-between">
                  {words}
                  {chosen.includes(value) ? <CheckIcon size={11} /> : null}
                </Group>
              </Combobox.Option>
            ))}
          </ScrollArea.Autosize>
        </Combobox.Options>
        {children}
      </Combobox.Dropdown>
    </Combobox>
  );
}
