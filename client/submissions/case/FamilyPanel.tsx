import { Link as MuiLink, Stack, Table, TableBody, TableCell, TableRow, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { EnumChip } from '../../i18n/fields.tsx';
import { Problem } from '../../layout/ListProblem.tsx';
import { statusTone } from '../status-tone.ts';
import type { CaseRecord, FamilyMember } from './case-record.ts';
import { useFamily } from './use-case.ts';

/** How many places of the card are taken, out of how many, and by whom; by number of place. */
function PlacesTaken({ family, limit }: { family: readonly FamilyMember[]; limit: number | null }) {
  const translate = useTranslate();
  const holders = family
    .filter(({ slot }) => slot !== null)
    .sort((one, other) => (one.slot ?? 0) - (other.slot ?? 0));
  const names = holders.map(({ self, fullName }) =>
    self ? translate('case.thisOne') : (fullName ?? translate('case.otherOffice')),
  );
  const full = limit !== null && holders.length >= limit && !holders.some(({ self }) => self);
  return (
    <Typography
      variant="body2"
      color={full ? 'warning.main' : undefined}
      sx={{ fontWeight: full ? 600 : undefined }}
    >
      {limit === null
        ? translate('case.placesUnlimited', { taken: holders.length })
        : translate('case.placesTaken', { taken: holders.length, limit })}
      {names.length > 0 && `: ${names.join(', ')}`}
    </Typography>
  );
}

function MemberRow({ member }: { member: FamilyMember }) {
  const translate = useTranslate();
  return (
    <TableRow>
      <TableCell>
        {member.fullName ? (
          <MuiLink component={Link} to={`/submissions/${member.id}/show`}>
            {member.fullName}
          </MuiLink>
        ) : (
          translate('case.otherOffice')
        )}
        <Typography variant="caption" component="div" color="text.secondary">
          {member.nikMasked}
        </Typography>
      </TableCell>
      <TableCell>
        {member.waveName}
        {member.slot !== null && (
          <Typography variant="caption" component="div">
            {translate('case.slot', { slot: member.slot })}
          </Typography>
        )}
      </TableCell>
      <TableCell>
        <EnumChip value={member.status} words="status" tone={statusTone} />
      </TableCell>
    </TableRow>
  );
}

/** Everyone of that family card over the waves, and how many of its places they hold. */
export function FamilyPanel({ record }: { record: CaseRecord }) {
  const translate = useTranslate();
  const { data: family, error, refetch } = useFamily(record.id);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!family) return null;
  const others = family.filter(({ self }) => !self);
  return (
    <Stack spacing={1}>
      <PlacesTaken family={family} limit={record.kkLimit} />
      {others.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          {translate('case.familyAlone')}
        </Typography>
      )}
      <Table size="small">
        <TableBody>
          {others.map((member) => (
            <MemberRow key={member.id} member={member} />
          ))}
        </TableBody>
      </Table>
    </Stack>
  );
}
