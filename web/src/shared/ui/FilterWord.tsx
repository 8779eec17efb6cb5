import { Combobox, Text, UnstyledButton, useCombobox } from '@mantine/core';
import { Check, ChevronDown } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { filter as text } from '@/text/filter';
import css from './FilterWord.module.css';
import { formatCount } from './money';

const searchFrom = 9;
// More are found by typing.
const mostShown = 200;

export type Option = { value: string; label: string; count?: number; mark?: ReactNode };

type Props = {
  /** What it chooses, for screen readers. */
  label: string;
  /** What stands in the sentence. */
  words: string;
  chosen: readonly string[];
  options: readonly Option[];
  /** More exist than `options`. */
  truncated?: boolean;
  /** The words for no choice. */
  any: string;
  several?: boolean;
  /** Where there are too many to have them all: told what is typed, `options` are then what was found. */
  onSearch?: (typed: string) => void;
  /** What else is below the list. */
  children?: ReactNode;
  /** Null takes the choice away. */
  onChoose: (value: string | null) => void;
};

/** A word of the sentence of filters: shows what is chosen, and offers what else there is. */
export function FilterWord({ label, words, chosen, options, truncated, any, several, onSearch, children, onChoose }: Props) {
  const [typed, setTyped] = useState('');
  const searching = onSearch !== undefined || options.length >= searchFrom;
  const type = (search: string) => {
    setTyped(search);
    onSearch?.(search);
  };
  const box = useCombobox({
    // A frame later: what is chosen from is made as it opens.
    onDropdownOpen: () => requestAnimationFrame(() => (searching ? box.focusSearchInput() : box.selectFirstOption())),
    onDropdownClose: () => {
      box.resetSelectedOption();
      if (typed) type('');
    },
  });
  // The list stays mounted while it is closed: it is made only when it is seen.
  const fits = box.dropdownOpened ? options.filter((option) => onSearch || option.label.toLowerCase().includes(typed.toLowerCase())) : [];
  const found = fits.slice(0, mostShown);
  return (
    <Combobox
      store={box}
      width={260}
      position="bottom-start"
      shadow="md"
      onOptionSubmit={(value) => {
        onChoose(value === '' ? null : value);
        if (!several || value === '') box.closeDropdown();
      }}
    >
      <Combobox.Target targetType="button">
        <UnstyledButton className={css.word} data-set={chosen.length > 0 || undefined} aria-label={`${label}: ${words}`} onClick={() => box.toggleDropdown()}>
          {words}
          <ChevronDown size={12} aria-hidden="true" />
        </UnstyledButton>
      </Combobox.Target>
      <Combobox.Dropdown>
        {searching ? <Combobox.Search value={typed} onChange={(event) => type(event.currentTarget.value)} placeholder={text.find} aria-label={`${text.find} ${label.toLowerCase()}`} /> : null}
        <Combobox.Options mah={320} className={css.options} aria-label={label}>
          {typed ? null : (
            <Combobox.Option value="" active={chosen.length === 0}>
              <Entry label={any} chosen={chosen.length === 0} />
            </Combobox.Option>
          )}
          {found.map((option) => (
            <Combobox.Option key={option.value} value={option.value} active={chosen.includes(option.value)}>
              <Entry label={option.label} mark={option.mark} count={option.count} chosen={chosen.includes(option.value)} />
            </Combobox.Option>
          ))}
          {box.dropdownOpened && found.length === 0 ? <Combobox.Empty>{text.nothing}</Combobox.Empty> : null}
          {(truncated && !typed) || fits.length > mostShown ? <Combobox.Empty>{text.more}</Combobox.Empty> : null}
        </Combobox.Options>
        {children}
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Entry({ label, mark, count, chosen }: { label: string; mark?: ReactNode; count?: number; chosen: boolean }) {
  return (
    <span className={css.entry}>
      <Check size={14} aria-hidden="true" className={css.check} data-chosen={chosen || undefined} />
      {mark}
      <span className={css.entryLabel}>{label}</span>
      {count === undefined ? null : (
        <Text span size="xs" c="dimmed">
          {formatCount(count)}
        </Text>
      )}
    </span>
  );
}
