import { MenuItem, TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useStaffNames } from '../../auth/use-staff-names.ts';

/** One of the active reviewers. */
export function ReviewerSelect({
  value,
  onChange,
}: {
  value: number | null;
  onChange: (staffId: number) => void;
}) {
  const translate = useTranslate();
  const { staff } = useStaffNames();
  return (
    <TextField
      select
      label={translate('resources.submissions.fields.assigneeId')}
      value={value ?? ''}
      onChange={(event) => onChange(Number(event.target.value))}
    >
      {staff
        .filter(({ role, active }) => role === 'reviewer' && active)
        .map(({ id, fullName }) => (
          <MenuItem key={id} value={id}>
            {fullName}
          </MenuItem>
        ))}
    </TextField>
  );
}
