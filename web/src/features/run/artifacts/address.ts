import type { Api } from '@/shared/api/types';

/** Where the file is read, or offered for saving. */
export function fileAddress(artifact: Api<'ArtifactRecord'>, download = false): string {
  return `/api/runs/${encodeURIComponent(artifact.run_id)}/artifacts/${encodeURIComponent(artifact.id)}${download ? '?download=true' : ''}`;
}
