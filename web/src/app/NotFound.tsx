import { Empty } from '@/shared/ui/Empty';
import { ButtonLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { shell } from '@/text/shell';

export function NotFound() {
  return (
    <Page title={shell.notFound.title}>
      <Empty
        title={shell.notFound.title}
        words={shell.notFound.words}
        action={<ButtonLink to="/">{shell.notFound.go}</ButtonLink>}
      />
    </Page>
  );
}
