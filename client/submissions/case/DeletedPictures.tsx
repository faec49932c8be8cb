import DeletedIcon from '@mui/icons-material/AutoDeleteOutlined';
import { Alert } from '@mui/material';
import { useTranslate } from 'react-admin';
import { SETTLED_STATUSES } from '@server/submissions/document-retention-rules.ts';
import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';
import { useFormat } from '../../i18n/format.ts';
import { useCaseDocuments, useDeletedPictures } from './use-case.ts';

const hasEnded = ({ status }: Pick<SubmissionRecord, 'status'>) =>
  (SETTLED_STATUSES as readonly string[]).includes(status);

/** Which pictures of a registration that has ended were deleted, their time being over; empty while it goes on. */
export function useGonePictures(record: Pick<SubmissionRecord, 'id' | 'status'>) {
  const documents = useCaseDocuments(record.id).data;
  const hasPicture = documents?.some(({ kind }) => kind === 'ktp_photo') ?? true;
  return useDeletedPictures(record.id, hasEnded(record) && !hasPicture).data ?? [];
}

/** Says that the copy of the card was here, when it was deleted and by which rule. */
export function DeletedPictures({ record }: { record: Pick<SubmissionRecord, 'id' | 'status'> }) {
  const translate = useTranslate();
  const format = useFormat();
  return useGonePictures(record).map(({ id, kind, deletedAt, keptDays, ruleOwner }) => (
    <Alert key={id} severity="info" variant="outlined" icon={<DeletedIcon fontSize="inherit" />}>
      {translate('case.viewer.deleted', {
        document: translate(`enums.document.${kind}`),
        day: format.dayOf(deletedAt),
        days: keptDays,
        owner: ruleOwner,
      })}
    </Alert>
  ));
}
