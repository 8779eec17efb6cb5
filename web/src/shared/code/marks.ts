import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { Problem } from '@/shared/api/types';

const severities = { error: 'error', warning: 'warning' } as const;

/** The marks of problems in a text: from their line and column to the end of what stands there. Problems without a line have none. */
export function marksOf(problems: readonly Problem[], text: Text): Diagnostic[] {
  return problems.flatMap((problem) => {
    if (!problem.line || problem.line < 1) return [];
    // A file that grew shorter since it was checked is marked at its end.
    const line = text.line(Math.min(problem.line, text.lines));
    const end = line.from + line.text.replace(/\s+(#.*)?$/, '').length;
    const from = Math.min(line.from + Math.max(0, (problem.column ?? 1) - 1 || indentOf(line.text)), end);
    return [{ from, to: Math.max(from, end), severity: severities[problem.severity as keyof typeof severities] ?? 'info', source: problem.code, message: [problem.message, problem.suggestion].filter(Boolean).join('\n') }];
  });
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
