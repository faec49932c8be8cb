import { useState } from 'react';
import { DataTable, useRecordContext } from 'react-admin';
import type { AuditEvent } from '@server/audit/audit-schema.ts';
import { InstantField } from '../i18n/fields.tsx';
import { EventDrawer } from './EventDrawer.tsx';
import { OutcomeChip } from './OutcomeChip.tsx';
import { useEventWords } from './use-event-words.ts';

type Part = 'action' | 'about' | 'who' | 'purpose';

function EventPart({ part }: { part: Part }) {
  const event = useRecordContext<AuditEvent>();
  const words = useEventWords();
  if (!event) return null;
  if (part === 'purpose') return <span>{purposeOf(event)}</span>;
  return <span>{part === 'action' ? words.action(event.action) : words[part](event)}</span>;
}

/** The purpose somebody gave for seeing a whole number. */
export function purposeOf(event: Pick<AuditEvent, 'body'>): string {
  const details = event.body['details'] as { purpose?: unknown } | undefined;
  return typeof details?.purpose === 'string' ? details.purpose : '–';
}

function Outcome() {
  const event = useRecordContext<AuditEvent>();
  return event ? <OutcomeChip outcome={event.outcome} /> : null;
}

/** Events of the log as a table; a click opens one whole. */
export function EventTable({ withPurpose = false }: { withPurpose?: boolean }) {
  const [event, setEvent] = useState<AuditEvent | null>(null);
  return (
    <>
      <DataTable
        bulkActionButtons={false}
        size="small"
        rowClick={(_id, _resource, record) => {
          setEvent(record as AuditEvent);
          return false;
        }}
      >
        <DataTable.Col source="id" />
        <DataTable.Col source="at">
          <InstantField source="at" />
        </DataTable.Col>
        <DataTable.Col source="actorId" disableSort>
          <EventPart part="who" />
        </DataTable.Col>
        <DataTable.Col source="action" disableSort>
          <EventPart part="action" />
        </DataTable.Col>
        <DataTable.Col source="subject" disableSort>
          <EventPart part="about" />
        </DataTable.Col>
        {withPurpose && (
          <DataTable.Col label="audit.purpose">
            <EventPart part="purpose" />
          </DataTable.Col>
        )}
        <DataTable.Col source="outcome" disableSort>
          <Outcome />
        </DataTable.Col>
      </DataTable>
      <EventDrawer event={event} onClose={() => setEvent(null)} />
    </>
  );
}
