const field = /^(\*|\?|L|LW|[\d,\-*/#A-Z]+|\d+L|\d+W|[A-Z]{3}L)$/i;

/** True when the words look like a cron expression: five or six fields of it, or a nickname such as @daily. */
export function isCron(words: string): boolean {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/i.test(words)) return true;
  const fields = words.split(/\s+/);
  return (fields.length === 5 || fields.length === 6) && fields.every((part) => field.test(part)) && /[\d*]/.test(words);
}

/** True for the id of a run: a UUID. */
export function isRunId(words: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(words);
}
