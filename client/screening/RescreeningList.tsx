import { List } from 'react-admin';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { RescreeningRows } from './RescreeningTable.tsx';

/** Every re-screening there was; the way here is from the newest ones on the page of the lists. */
export function RescreeningList() {
  return (
    <List
      sort={{ field: 'id', order: 'DESC' }}
      perPage={25}
      exporter={false}
      actions={false}
      error={<ListProblem />}
      empty={<EmptyState words="rescreen.empty" />}
    >
      <RescreeningRows />
    </List>
  );
}
