import { Button, Link as MuiLink, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import {
  DataTable,
  List,
  ReferenceInput,
  SearchInput,
  SelectInput,
  useRecordContext,
  useTranslate,
} from 'react-admin';
import { Link } from 'react-router-dom';
import { NOTICE_KINDS, type NoticeRecord } from '@server/notices/notice-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { EnumChipField, EnumField, InstantDayField } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { EmptyState } from '../layout/EmptyState.tsx';
import { ListProblem } from '../layout/ListProblem.tsx';
import { StatusTabs } from '../layout/StatusTabs.tsx';
import { noticeTone } from './notice-tone.ts';
import { NoticeDialog } from './NoticeDialog.tsx';
import { PrintPanel, useNoticeAct } from './PrintPanel.tsx';

const TABS = ['held', 'failed', 'to_print', 'printing', 'sent', 'printed', 'dropped'] as const;
const kinds = NOTICE_KINDS.map((id) => ({ id, name: `enums.noticeKind.${id}` }));

const filters = [
  <SearchInput key="q" source="q" alwaysOn />,
  <SelectInput key="kind" source="kind" choices={kinds} alwaysOn />,
  <ReferenceInput key="office" source="officeId" reference="offices" perPage={1000} alwaysOn>
    <SelectInput optionText="name" />
  </ReferenceInput>,
];

/** The state, and until when it stays so. */
function StateField(_props: { label?: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const notice = useRecordContext<NoticeRecord>();
  if (!notice) return null;
  const waits = notice.status === 'held';
  const next = notice.attempts > 0 ? notice.nextAttemptAt : notice.dueAt;
  const words = notice.attempts > 0 ? 'notices.nextAt' : 'notices.dueAt';
  return (
    <>
      <EnumChipField source="status" words="noticeStatus" tone={noticeTone} />
      {waits && next && (
        <Typography variant="caption" color="text.secondary" component="div">
          {translate(words, { at: format.instant(next) })}
        </Typography>
      )}
      {notice.lastError && notice.status !== 'sent' && (
        <Typography variant="caption" color="text.secondary" component="div">
          {notice.lastError}
        </Typography>
      )}
    </>
  );
}

function PersonField(_props: { label?: string }) {
  const notice = useRecordContext<NoticeRecord>();
  if (!notice) return null;
  return (
    <>
      <MuiLink component={Link} to={`/submissions/${notice.submissionId}/show`}>
        {notice.fullName}
      </MuiLink>
      <Typography variant="caption" color="text.secondary" component="div" sx={{ whiteSpace: 'nowrap' }}>
        {notice.registrationNo}
      </Typography>
    </>
  );
}

function Acts({ onRead }: { label?: string; onRead: (id: number) => void }) {
  const translate = useTranslate();
  const maySend = useMay('notice.send');
  const send = useNoticeAct();
  const notice = useRecordContext<NoticeRecord>();
  if (!notice) return null;
  const { id, version, status } = notice;
  return (
    <Stack direction="row" sx={{ justifyContent: 'flex-end', whiteSpace: 'nowrap' }}>
      {maySend && status === 'failed' && (
        <>
          <Button
            size="small"
            onClick={() => void send(`notices/${id}/retry`, { version }, 'notices.retried')}
          >
            {translate('notices.retry')}
          </Button>
          <Button
            size="small"
            onClick={() => void send(`notices/${id}/to-print`, { version }, 'notices.movedToPrint')}
          >
            {translate('notices.toPrint')}
          </Button>
        </>
      )}
      <Button size="small" onClick={() => onRead(id)}>
        {translate('notices.read')}
      </Button>
    </Stack>
  );
}

/** Every notice with its state: sent, waiting, failed with a retry, to print. */
export function NoticeList() {
  const [shown, setShown] = useState<number | null>(null);
  return (
    <>
      <List
        filters={filters}
        sort={{ field: 'id', order: 'DESC' }}
        perPage={25}
        exporter={false}
        error={<ListProblem />}
        empty={<EmptyState words="notices.empty" />}
      >
        <PrintPanel />
        <StatusTabs
          field="status"
          values={TABS}
          words="noticeStatus"
          label="resources.notices.fields.status"
        />
        <DataTable bulkActionButtons={false} size="small" empty={<EmptyState words="notices.emptyTab" />}>
          <DataTable.Col source="registrationNo" label="resources.notices.fields.fullName" disableSort>
            <PersonField />
          </DataTable.Col>
          <DataTable.Col source="officeName" label="resources.notices.fields.officeId" disableSort />
          <DataTable.Col source="kind" disableSort>
            <EnumField source="kind" words="noticeKind" />
          </DataTable.Col>
          <DataTable.Col source="status" disableSort>
            <StateField />
          </DataTable.Col>
          <DataTable.Col source="decidedAt">
            <InstantDayField source="decidedAt" />
          </DataTable.Col>
          <DataTable.Col source="sentTo" disableSort sx={{ whiteSpace: 'nowrap' }} />
          <DataTable.Col label=" ">
            <Acts onRead={setShown} />
          </DataTable.Col>
        </DataTable>
      </List>
      {shown !== null && <NoticeDialog id={shown} onClose={() => setShown(null)} />}
    </>
  );
}
