import type { Api } from '@/shared/api/types';

/** How a file is shown; `none` can only be downloaded. */
export type Kind = 'image' | 'csv' | 'markdown' | 'json' | 'text' | 'none';

/** As much of a file as is read for a preview, in bytes. Pictures are shown whole. */
export const previewBytes = 512 * 1024;

const images = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/svg+xml'];

export function kindOf({ media_type, name }: Pick<Api<'ArtifactRecord'>, 'media_type' | 'name'>): Kind {
  const type = media_type.split(';')[0]!.trim().toLowerCase();
  const extension = name.split('.').at(-1)!.toLowerCase();
  if (images.includes(type)) return 'image';
  if (type === 'text/csv' || extension === 'csv') return 'csv';
  if (type === 'text/markdown' || extension === 'md') return 'markdown';
  if (type === 'application/json' || type.endsWith('+json')) return 'json';
  if (type.startsWith('text/') || ['log', 'txt', 'yaml', 'yml', 'sql', 'py'].includes(extension)) return 'text';
  return 'none';
}
