import { Checkbox, Stack } from '@mantine/core';
import type { Scope } from '@/shared/api/may';
import { admin as text } from '@/text/admin';

const all = Object.keys(text.scopes) as Scope[];

/** What an account or a token may do, to be ticked. */
export function ScopeBoxes({ label, value, onChange }: { label: string; value: readonly string[]; onChange: (scopes: string[]) => void }) {
  return (
    <Checkbox.Group label={label} value={[...value]} onChange={onChange}>
      <Stack gap={6} mt={6}>
        {all.map((scope) => (
          <Checkbox key={scope} value={scope} label={text.scopes[scope]} description={scope} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
