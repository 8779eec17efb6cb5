import { Empty } from '@/shared/ui/Empty';
import { ButtonLink } from '@/shared/ui/links';
import { strategies as text } from '@/text/strategies';

/** Teaches what a strategy is, or says that none fits. */
export function NoStrategies({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <Empty
      title={text.nothing.title}
      words={text.nothing.words}
      action={
        <ButtonLink variant="default" to="/strategies" search={{}}>
          {text.nothing.clear}
        </ButtonLink>
      }
    />
  ) : (
    <Empty
      title={text.empty.title}
      words={text.empty.words}
      example={text.empty.example}
      action={
        <ButtonLink to="/strategies/new" search={{}}>
          {text.create}
        </ButtonLink>
      }
    />
  );
}
