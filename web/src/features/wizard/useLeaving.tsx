import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { wizard as text } from '@/text/wizard';

/** Asks before another page is opened over changes that are not saved. A reload keeps them, so it does not ask. */
export function useLeaving(dirty: boolean, forget: () => void) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: false,
    withResolver: true,
  });
  const leave = () => {
    forget();
    blocker.proceed?.();
  };
  return (
    <Modal opened={blocker.status === 'blocked'} onClose={() => blocker.reset?.()} title={text.leave.title}>
      <Text size="sm">{text.leave.words}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => blocker.reset?.()} data-autofocus>
          {text.leave.stay}
        </Button>
        <Button color="red" onClick={leave}>
          {text.leave.act}
        </Button>
      </Group>
    </Modal>
  );
}
