import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Table,
  TableBody,
  TableCell,
  TableRow,
} from '@mui/material';
import { useTranslate } from 'react-admin';

const HELP = ['J', 'K', 'V', 'R', 'X', 'H', 'C', '?', 'CtrlEnter', 'Esc', 'CtrlK'] as const;

export function KeyHelpDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  return (
    <Dialog open onClose={onClose} aria-labelledby="key-help">
      <DialogTitle id="key-help">{translate('case.keys.title')}</DialogTitle>
      <DialogContent>
        <Table size="small">
          <TableBody>
            {HELP.map((key) => (
              <TableRow key={key}>
                <TableCell component="th" scope="row">
                  <kbd>{key.replace('Ctrl', 'Ctrl ')}</kbd>
                </TableCell>
                <TableCell>{translate(`case.keys.${key === '?' ? 'help' : key}`)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </DialogContent>
      <DialogActions>
        <Button autoFocus onClick={onClose}>
          {translate('app.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
