import SearchIcon from '@mui/icons-material/PersonSearch';
import { InputAdornment, Menu, MenuItem, TextField, Typography } from '@mui/material';
import { useRef, useState, type FormEvent } from 'react';
import { useDataProvider, useNotify, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';
import type { ConsoleDataProvider } from '../../data-provider.ts';
import { errorLine } from '../../form-errors.ts';

const SHORTEST = 2;

/** Finds somebody by whole NIK, KK number, registration number or name. The text travels in a body, never in an address. */
export function PersonSearch() {
  const translate = useTranslate();
  const notify = useNotify();
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [text, setText] = useState('');
  const [found, setFound] = useState<SubmissionRecord[]>([]);
  const open = (id: number) => {
    setFound([]);
    setText('');
    void navigate(`/submissions/${id}/show`);
  };
  const search = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim().length < SHORTEST) return;
    try {
      const rows = await dataProvider.search<SubmissionRecord>('submissions', text.trim());
      const [only] = rows;
      if (!only) notify('submissions.notFound', { type: 'info' });
      else if (rows.length === 1) open(only.id);
      else setFound(rows);
    } catch (error) {
      notify(errorLine(error, translate), { type: 'error' });
    }
  };
  return (
    <form onSubmit={(event) => void search(event)} role="search">
      <TextField
        ref={box}
        value={text}
        onChange={(event) => setText(event.target.value)}
        label={translate('submissions.search')}
        margin="none"
        sx={{ width: 340 }}
        autoComplete="off"
        slotProps={{
          htmlInput: { maxLength: 100, spellCheck: false },
          input: {
            endAdornment: (
              <InputAdornment position="end">
                <SearchIcon fontSize="small" />
              </InputAdornment>
            ),
          },
        }}
      />
      <Menu anchorEl={box.current} open={found.length > 0} onClose={() => setFound([])}>
        {found.map((row) => (
          <MenuItem key={row.id} onClick={() => open(row.id)}>
            {row.fullName}
            <Typography variant="caption" color="text.secondary" sx={{ ml: 1 }}>
              {row.registrationNo} · {translate(`enums.status.${row.status}`)}
            </Typography>
          </MenuItem>
        ))}
      </Menu>
    </form>
  );
}
