import { Input, Select, Switch, TagsInput, Text, TextInput, Title } from '@mantine/core';
import { $api } from '@/shared/api/client';
import type { Problem } from '@/shared/api/types';
import { YamlEditor } from '@/shared/code/YamlEditor';
import { strategyForm as text } from '@/text/strategies';
import { fieldsOf } from './fields';
import { wordsOf, type Form } from './form';
import { ParameterField } from './ParameterField';

type Props = { form: Form; schema: unknown; fixed: boolean; problems: Record<string, Problem[]>; onChange: (part: Partial<Form>) => void };

/** Everything a strategy says. The id and the template are fixed once it is there. */
export function StrategyFields({ form, schema, fixed, problems, onChange }: Props) {
  const templates = $api.useQuery('get', '/api/templates', { params: { query: { limit: 200 } } });
  const ids = (templates.data?.items ?? []).flatMap((one) => one.id ?? []);
  const fields = fieldsOf(schema);
  return (
    <>
      <Select
        label={text.template}
        placeholder={text.pickTemplate}
        searchable
        allowDeselect={false}
        disabled={fixed}
        data={form.template && !ids.includes(form.template) ? [...ids, form.template] : ids}
        value={form.template || null}
        error={wordsOf(problems.template)}
        onChange={(template) => onChange({ template: template ?? '' })}
      />
      <TextInput label={text.id} description={text.idHint} withAsterisk disabled={fixed} error={wordsOf(problems.id)} value={form.id} onChange={(event) => onChange({ id: event.currentTarget.value })} />
      {form.template ? (
        <Title order={2} size="h4" mt="xs">
          {text.parameters}
        </Title>
      ) : null}
      {form.template && fields.length === 0 ? (
        <Text size="sm" c="dimmed">
          {text.noParameters}
        </Text>
      ) : null}
      {fields.map((field) => (
        <ParameterField
          key={field.name}
          field={field}
          value={form.values[field.name] ?? ''}
          error={wordsOf(problems[`parameters.${field.name}`])}
          onChange={(value) => onChange({ values: { ...form.values, [field.name]: value } })}
        />
      ))}
      <Input.Wrapper label={text.overlay} description={text.overlayHint} error={wordsOf(problems.overlay)} labelElement="div">
        <YamlEditor label={text.overlay} value={form.overlay} onChange={(overlay) => onChange({ overlay })} height="110px" />
      </Input.Wrapper>
      <TextInput label={text.description} error={wordsOf(problems.description)} value={form.description} onChange={(event) => onChange({ description: event.currentTarget.value })} />
      <TextInput label={text.owner} error={wordsOf(problems.owner)} value={form.owner} onChange={(event) => onChange({ owner: event.currentTarget.value })} />
      <TagsInput label={text.tags} description={text.tagsHint} error={wordsOf(problems.tags)} value={form.tags} onChange={(tags) => onChange({ tags })} />
      <Switch label={text.enabled} checked={form.enabled} onChange={(event) => onChange({ enabled: event.currentTarget.checked })} />
      <TextInput label={text.reason} description={text.reasonHint} value={form.reason} onChange={(event) => onChange({ reason: event.currentTarget.value })} />
    </>
  );
}
