import BookmarksIcon from '@mui/icons-material/BookmarksOutlined';
import DeleteIcon from '@mui/icons-material/DeleteOutline';
import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Divider,
  FormControlLabel,
  IconButton,
  ListItemText,
  Menu,
  MenuItem,
  TextField,
} from '@mui/material';
import { useState } from 'react';
import { useCreate, useDelete, useGetList, useListContext, useNotify, useTranslate } from 'react-admin';
import type { ViewRecord } from '@server/views/view-schema.ts';
import { useStaffIdentity } from '../../auth/use-staff.ts';
import { errorLine } from '../../form-errors.ts';

function SaveDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const staff = useStaffIdentity();
  const { filterValues, sort, resource } = useListContext();
  const [create, { isPending }] = useCreate();
  const [name, setName] = useState('');
  const [isShared, setShared] = useState(false);
  const save = () => {
    const data = {
      resource,
      name: name.trim(),
      filter: filterValues,
      sort: { field: sort.field, order: sort.order },
      sharedWithRole: isShared ? staff?.role : null,
    };
    void create(
      'views',
      { data },
      { onSuccess: onClose, onError: (error) => notify(errorLine(error, translate), { type: 'error' }) },
    );
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="save-view">
      <DialogTitle id="save-view">{translate('submissions.views.save')}</DialogTitle>
      <DialogContent>
        <TextField
          autoFocus
          label={translate('submissions.views.name')}
          value={name}
          onChange={(event) => setName(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 60 } }}
        />
        <FormControlLabel
          control={<Checkbox checked={isShared} onChange={(_event, checked) => setShared(checked)} />}
          label={translate('submissions.views.share')}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate('app.cancel')}</Button>
        <Button variant="contained" disabled={!name.trim()} loading={isPending} onClick={save}>
          {translate('ra.action.save')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function ViewItem({ view, onApply }: { view: ViewRecord; onApply: () => void }) {
  const translate = useTranslate();
  const staff = useStaffIdentity();
  const [remove] = useDelete();
  return (
    <MenuItem onClick={onApply}>
      <ListItemText
        primary={view.name}
        secondary={view.sharedWithRole ? translate('submissions.views.shared') : undefined}
      />
      {view.ownerId === staff?.id && (
        <IconButton
          size="small"
          aria-label={translate('ra.saved_queries.remove_label_with_name', { name: view.name })}
          onClick={(event) => {
            event.stopPropagation();
            void remove('views', { id: view.id, previousData: view });
          }}
        >
          <DeleteIcon fontSize="small" />
        </IconButton>
      )}
    </MenuItem>
  );
}

/** Saved views live on the server, so that they follow the person and can be shared with the role. */
export function SavedViews() {
  const translate = useTranslate();
  const { setFilters, setSort, resource } = useListContext();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [isSaving, setSaving] = useState(false);
  const { data = [] } = useGetList<ViewRecord>(
    'views',
    { filter: { resource }, sort: { field: 'name', order: 'ASC' }, pagination: { page: 1, perPage: 100 } },
    { enabled: anchor !== null },
  );
  const apply = (view: ViewRecord) => {
    setAnchor(null);
    setFilters(view.filter);
    if (view.sort) setSort(view.sort);
  };
  return (
    <>
      <Button
        size="small"
        startIcon={<BookmarksIcon />}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {translate('ra.saved_queries.label')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {data.map((view) => (
          <ViewItem key={view.id} view={view} onApply={() => apply(view)} />
        ))}
        {data.length > 0 && <Divider />}
        <MenuItem
          onClick={() => {
            setAnchor(null);
            setSaving(true);
          }}
        >
          {translate('ra.saved_queries.new_label')}
        </MenuItem>
      </Menu>
      {isSaving && <SaveDialog onClose={() => setSaving(false)} />}
    </>
  );
}
