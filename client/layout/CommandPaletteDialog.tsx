import {
  Autocomplete,
  Box,
  Chip,
  Dialog,
  DialogContent,
  DialogTitle,
  ListSubheader,
  TextField,
  Typography,
} from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import {
  useDataProvider,
  useGetResourceLabel,
  usePermissions,
  useResourceDefinitions,
  useTranslate,
  type ResourceDefinition,
} from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { Permission } from '@server/auth/permission-rules.ts';
import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';
import { mayOpen } from '../auth/access.ts';
import type { ConsoleDataProvider } from '../data-provider.ts';
import { menuSections, type MenuOptions } from './menu-groups.ts';

interface Entry {
  key: string;
  group: 'pages' | 'people';
  label: string;
  detail?: string;
  to: string;
}

const MIN_SEARCH = 3;

/** Pages this role may open, and "new …" where it may create. */
function usePageEntries(): Entry[] {
  const translate = useTranslate();
  const label = useGetResourceLabel();
  const definitions = useResourceDefinitions();
  const { permissions = [] } = usePermissions<Permission[]>();
  return useMemo(() => {
    const known = Object.values(definitions) as ResourceDefinition<MenuOptions>[];
    const names = menuSections(known, permissions).flatMap((section) => section.names);
    const creatable = known.filter(
      ({ name, hasCreate }) => hasCreate && mayOpen(permissions, name, 'create'),
    );
    return [
      { key: 'home', group: 'pages' as const, label: translate('ra.page.dashboard'), to: '/' },
      ...names.map((name) => ({ key: name, group: 'pages' as const, label: label(name, 2), to: `/${name}` })),
      ...creatable.map(({ name }) => ({
        key: `${name}/create`,
        group: 'pages' as const,
        label: translate('ra.page.create', { name: label(name, 1) }),
        to: `/${name}/create`,
      })),
      { key: 'about', group: 'pages' as const, label: translate('app.about'), to: '/about' },
    ];
  }, [definitions, label, permissions, translate]);
}

/** People by name, registration number or NIK; sent in a body, never in an address. */
function usePeopleEntries(text: string): Entry[] {
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const { permissions = [] } = usePermissions<Permission[]>();
  const q = text.trim();
  const { data = [] } = useQuery({
    queryKey: ['palette', q],
    queryFn: () => dataProvider.search<SubmissionRecord>('submissions', q),
    enabled: q.length >= MIN_SEARCH && permissions.includes('submission.search'),
    // A NIK may stand in the key: it leaves the memory with the dialog.
    gcTime: 0,
  });
  return data.map((row) => ({
    key: `submission-${row.id}`,
    group: 'people',
    label: row.fullName,
    detail: `${row.registrationNo} · ${translate(`enums.status.${row.status}`)}`,
    to: `/submissions/${row.id}/show`,
  }));
}

/** Jump to any page, or to a person. */
export function CommandPaletteDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const pages = usePageEntries();
  const people = usePeopleEntries(useDeferredValue(text));
  const go = (entry: Entry) => {
    onClose();
    void navigate(entry.to);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      fullWidth
      maxWidth="sm"
      aria-labelledby="palette-title"
      sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }}
    >
      <DialogTitle id="palette-title" className="visually-hidden">
        {translate('app.palette.title')}
      </DialogTitle>
      <DialogContent sx={{ minHeight: 452 }}>
        <Autocomplete<Entry>
          sx={{ mt: 2 }}
          slotProps={{ listbox: { sx: { maxHeight: 360 } } }}
          open
          disablePortal
          autoHighlight
          clearOnBlur={false}
          options={[...pages, ...people]}
          getOptionKey={(entry) => entry.key}
          getOptionLabel={(entry) => entry.label}
          groupBy={(entry) => translate(`app.palette.${entry.group}`)}
          // People already answer the query; pages are filtered by their words.
          filterOptions={(entries, { inputValue }) =>
            entries.filter(
              (entry) =>
                entry.group === 'people' ||
                entry.label.toLowerCase().includes(inputValue.trim().toLowerCase()),
            )
          }
          noOptionsText={translate('app.palette.nothing')}
          onInputChange={(_event, value, reason) => reason === 'input' && setText(value)}
          onChange={(_event, entry) => entry && go(entry)}
          renderInput={(params) => (
            <TextField
              {...params}
              autoFocus
              label={translate('app.palette.placeholder')}
              autoComplete="off"
            />
          )}
          // The stock markup nests lists in a listbox; a named group says the same and is allowed there.
          renderGroup={({ key, group, children }) => (
            <li key={key} role="presentation">
              <ListSubheader component="div" role="presentation">
                {group}
              </ListSubheader>
              <Box component="ul" role="group" aria-label={group} sx={{ p: 0 }}>
                {children}
              </Box>
            </li>
          )}
          renderOption={({ key, ...props }, entry) => (
            <Box component="li" key={key} {...props}>
              <Typography sx={{ flexGrow: 1 }}>{entry.label}</Typography>
              {entry.detail && <Chip size="small" label={entry.detail} />}
            </Box>
          )}
        />
      </DialogContent>
      <Typography variant="caption" color="text.secondary" sx={{ px: 3, pb: 2 }}>
        {translate('app.palette.hint')}
      </Typography>
    </Dialog>
  );
}
