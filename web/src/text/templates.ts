const count = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

export const templates = {
  title: 'Templates',
  crumbWorkflows: 'Workflows',
  state: (n: number, wrong: number) => `${count(n, 'template')}${wrong > 0 ? `, ${wrong} with problems` : ''}`,
  loading: 'Reading the list',
  create: 'New template',
  search: 'Search templates',
  pick: 'Use',
  make: 'Make a strategy',
  strategies: (n: number) => (n === 0 ? 'No strategy yet' : count(n, 'strategy', 'strategies')),
  parameters: (n: number) => (n === 0 ? 'no parameters' : count(n, 'parameter')),
  broken: 'Has errors: strategies made of it run on with what was last good.',
  empty: {
    title: 'No templates yet',
    words: 'A template is a workflow with parameters: kind: template. Each strategy gives the parameters and gets a workflow of its own.',
    example: `id: momentum
kind: template
parameters:
  symbol: { type: string, required: true }
tasks:
  - id: bars
    uses: market.bars
    with: { symbol: "\${{ parameters.symbol }}" }`,
  },
  nothing: 'No template fits.',
  table: 'Parameters',
  columns: { name: 'Parameter', type: 'Type', default: 'Default', range: 'Allowed' },
  required: 'required',
  none: 'Takes no parameters.',
  headings: { parameters: 'Parameters', strategies: 'Strategies', yaml: 'YAML' },
  yaml: (id: string) => `YAML of the template ${id}`,
  range: {
    between: (low: number, high: number) => `${low} to ${high}`,
    least: (low: number) => `at least ${low}`,
    most: (high: number) => `at most ${high}`,
    pattern: (pattern: string) => `like ${pattern}`,
  },
};
