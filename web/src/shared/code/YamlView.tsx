import { YamlEditor, type YamlEditorProps } from './YamlEditor';

/** YAML to read, with marks at problems. */
export function YamlView({ text, ...props }: { text: string } & Pick<YamlEditorProps, 'label' | 'problems' | 'reveal' | 'height'>) {
  return <YamlEditor {...props} value={text} readOnly />;
}
