import { Button, Code, CopyButton, Group, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { stringify } from 'yaml';
import { wizard as text } from '@/text/wizard';
import { Part } from './Part';
import { useWizard } from './WizardContext';

/** The document as it is sent, to read or to copy into a file. */
export function DocumentText() {
  const { document } = useWizard();
  const [format, setFormat] = useState('yaml');
  const written = format === 'yaml' ? stringify({ schedule: document }, { lineWidth: 0 }) : JSON.stringify(document, null, 2);
  return (
    <Part title={text.review.document}>
      <Group justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={text.review.format}
          value={format}
          onChange={setFormat}
          data={[
            { value: 'yaml', label: text.review.yaml },
            { value: 'json', label: text.review.json },
          ]}
        />
        <CopyButton value={written}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {copied ? text.review.copied : text.review.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block tabIndex={0} aria-label={text.review.document} role="region">
        {written}
      </Code>
    </Part>
  );
}
