import { AnchorLink } from '@/shared/ui/links';

/** What was changed, as a link where it has a page. */
export function SubjectLink({ subject, id }: { subject: string; id: string }) {
  const params = { id };
  switch (subject) {
    case 'schedule':
      return (
        <AnchorLink to="/schedules/$id" params={params}>
          {id}
        </AnchorLink>
      );
    case 'workflow':
      return (
        <AnchorLink to="/workflows/$id" params={params}>
          {id}
        </AnchorLink>
      );
    case 'run':
      return (
        <AnchorLink to="/runs/$id" params={params}>
          {id}
        </AnchorLink>
      );
    case 'strategy':
      return (
        <AnchorLink to="/strategies/$id" params={params}>
          {id}
        </AnchorLink>
      );
    default:
      return (
        <>
          {subject} {id}
        </>
      );
  }
}
