import { useParams } from '@tanstack/react-router';
import { EditSchedule } from './EditSchedule';
import { NewSchedule } from './NewSchedule';

/** Makes a schedule, or edits the one of the address. */
export function WizardPage() {
  const { id } = useParams({ strict: false });
  return id === undefined ? <NewSchedule /> : <EditSchedule key={id} id={id} />;
}
