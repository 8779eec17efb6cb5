import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { AnchorLink } from '@/shared/ui/links';
import { ProblemLine } from '@/shared/ui/ProblemList';
import { acts as text } from '@/text/acts';
import { shell } from '@/text/shell';
import css from './acts.module.css';
import type { Outcome } from './change';

/** What became of each when not all went through: those refused, each with its reason. */
export function OutcomeDialog({ title, outcome, onClose }: { title: string; outcome: Outcome; onClose: () => void }) {
  const { done, refused } = outcome;
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': shell.cancel }}>
      <Stack gap="md">
        <Text size="sm" fw={600} role="status">
          {done > 0 ? text.outcome.some(done, refused.length) : text.outcome.none(refused.length)}
        </Text>
        <div className={css.list}>
          <Table aria-label={title}>
            <Table.Tbody>
              {refused.map((item) => (
                <Table.Tr key={item.id}>
                  <Table.Th scope="row" className={css.id}>
                    <AnchorLink size="sm" to="/schedules/$id" params={{ id: item.id }}>
                      {item.id}
                    </AnchorLink>
                  </Table.Th>
                  <Table.Td>{item.problem ? <ProblemLine problem={item.problem} /> : null}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
        <Group justify="flex-end">
          <Button onClick={onClose}>{text.outcome.close}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
