import { TextInput } from '@mantine/core';
import { wizard as text } from '@/text/wizard';
import { InputPart } from './InputPart';
import { ListField, TextField } from './inputs';
import { Part } from './Part';
import { useWizard } from './WizardContext';
import css from './Wizard.module.css';
import { WorkflowPick } from './WorkflowPick';

/** What runs: the workflow, what each run is given, and what the schedule is called. */
export function WhatStep() {
  const { schedule } = useWizard();
  return (
    <>
      <Part>
        <WorkflowPick />
        <div className={css.pair}>
          {schedule ? <TextInput label={text.key.label} description={text.key.fixed} value={schedule.key} disabled /> : <TextField path="id" label={text.key.label} hint={text.key.hint} />}
          <TextField path="owner" label={text.owner.label} hint={text.owner.hint} />
        </div>
        <TextField path="description" label={text.description.label} hint={text.description.hint} />
        <ListField always path="tags" label={text.tags.label} hint={text.tags.hint} />
      </Part>
      <InputPart />
    </>
  );
}
