import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const [light, dark] = readFileSync('src/shared/ui/states.css', 'utf8')
  .split(/^:root/m)
  .slice(1)
  .map((block) => [...block.matchAll(/--((?:state-|accent)\S*): (#[0-9a-f]{6})/g)].map((m) => [m[1]!, m[2]!] as const));

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

describe('the colours of the states', () => {
  it.each([
    ['light', light, ['#ffffff', '#f8f9fa']],
    ['dark', dark, ['#242424', '#1a1b1e', '#2e2e2e']],
  ] as const)('stand out on every %s page', (_, colours, pages) => {
    expect(colours).toHaveLength(10);
    for (const [name, colour] of colours!) {
      for (const page of pages) expect(contrast(colour, page), `${name} on ${page}`).toBeGreaterThanOrEqual(3);
    }
  });
});
