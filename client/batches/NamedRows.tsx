import { Box, Link as MuiLink } from '@mui/material';
import { Link } from 'react-router-dom';
import { namedRows, type Blocker } from './ratification-facts.ts';

/** So many are named on the spot; the list of the rows shows them all. */
const NAMED = 10;

/** The registrations that stand in the way, each leading to its page. */
export function NamedRows({ blockers }: { blockers: readonly Blocker[] }) {
  const rows = blockers.flatMap(namedRows).slice(0, NAMED);
  if (rows.length === 0) return null;
  return (
    <Box component="span" sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5 }}>
      {rows.map(({ id, registrationNo }) => (
        <MuiLink key={id} component={Link} to={`/submissions/${id}/show`}>
          {registrationNo}
        </MuiLink>
      ))}
    </Box>
  );
}
