import { Empty } from '@/shared/ui/Empty';
import { ButtonLink } from '@/shared/ui/links';
import { workflows as text } from '@/text/workflows';

/** Teaches what a workflow is, or says that none fits. */
export function NoWorkflows({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <Empty
        title={text.nothing.title}
        words={text.nothing.words}
        action={
          <ButtonLink variant="default" to="/workflows" search={{}}>
            {text.nothing.clear}
          </ButtonLink>
        }
      />
    );
  }
  return <Empty title={text.empty.title} words={text.empty.words} example={text.empty.example} action={<ButtonLink to="/workflows/new">{text.create}</ButtonLink>} />;
}
