import { $api } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { YamlDiff } from '@/shared/code/YamlDiff';
import { YamlView } from '@/shared/code/YamlView';
import { useNow } from '@/shared/time/clock';
import { formatShort } from '@/shared/time/format';
import { useZone } from '@/shared/time/zone';
import { Answer } from '@/shared/ui/Answer';
import { workflow as text } from '@/text/workflows';
import type { Picked } from './picked';

/** Two versions side by side; one alone as it is. */
export function VersionCompare({ id, picked: { before, after } }: { id: string; picked: Picked }) {
  const zone = useZone();
  const now = useNow();
  const of = (version: string | undefined) => ({ params: { path: { id, version: version ?? '' } } });
  const left = $api.useQuery('get', '/api/workflows/{id}/versions/{version}', of(before), { enabled: before !== undefined });
  const right = $api.useQuery('get', '/api/workflows/{id}/versions/{version}', of(after), { enabled: after !== undefined });
  const name = (one: Api<'VersionRecord'>) => `${one.version.slice(0, 8)} · ${formatShort(one.created_at, zone, now)}`;
  if (!after) return null;
  return (
    <Answer of={right}>
      {(newer) =>
        before ? (
          <Answer of={left}>{(older) => <YamlDiff before={older.yaml ?? ''} after={newer.yaml ?? ''} names={[name(older), name(newer)]} />}</Answer>
        ) : (
          <YamlView text={newer.yaml ?? ''} label={text.yaml(name(newer))} />
        )
      }
    </Answer>
  );
}
