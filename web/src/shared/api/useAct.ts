import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { shell } from '@/text/shell';
import { problemsOf } from './problem';

type Options<Input, Answer> = {
  /** What to say when it is done; nothing is said without it. */
  done?: (answer: Answer, input: Input) => string;
  after?: (answer: Answer, input: Input) => void;
  /** The caller shows problems itself, at their fields. */
  ownProblems?: boolean;
};

/** An act on the server: tells its outcome and reads anew what is on the page. */
export function useAct<Input, Answer>(act: (input: Input) => Promise<Answer>, options: Options<Input, Answer> = {}) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (answer, input) => {
      const words = options.done?.(answer, input);
      if (words) notifications.show({ message: words, withBorder: true });
      void cache.invalidateQueries();
      options.after?.(answer, input);
    },
    onError: (error) => {
      if (!options.ownProblems) tellRefusal(error);
    },
  });
}

/** Says in passing what the server has against an act. */
export function tellRefusal(error: unknown): void {
  const [first] = problemsOf(error);
  notifications.show({
    color: 'red',
    title: shell.refused,
    message: [first?.message, first?.suggestion].filter(Boolean).join(' '),
    autoClose: 12_000,
    withBorder: true,
  });
}
