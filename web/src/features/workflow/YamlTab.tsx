import type { Api } from '@/shared/api/types';
import { YamlView } from '@/shared/code/YamlView';
import { workflow as text } from '@/text/workflows';

/** The text with its problems at their lines. */
export function YamlTab({ id, view }: { id: string; view: Api<'WorkflowView'> }) {
  return <YamlView text={view.yaml} problems={view.summary.problems} label={text.yaml(view.summary.name ?? id)} />;
}
