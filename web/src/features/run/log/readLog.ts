/** Reads text as it comes, as the address gives it, until its end or until it is aborted. Throws when the connection breaks. */
export async function readText(address: string, onText: (text: string) => void, signal: AbortSignal): Promise<void> {
  const answer = await fetch(address, { signal });
  if (!answer.ok || !answer.body) throw new Error(answer.statusText);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onText(value);
  }
}
