import HelpIcon from '@mui/icons-material/Keyboard';
import EditIcon from '@mui/icons-material/Edit';
import PrintIcon from '@mui/icons-material/Print';
import NextIcon from '@mui/icons-material/NavigateNext';
import PreviousIcon from '@mui/icons-material/NavigateBefore';
import VisibilityIcon from '@mui/icons-material/VisibilityOutlined';
import { Button, Chip, IconButton, Stack, Tooltip, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { useMay } from '../../auth/use-staff.ts';
import { EnumChip } from '../../i18n/fields.tsx';
import { statusTone } from '../status-tone.ts';
import { editState } from '../form/form-body.ts';
import type { CaseRecord } from './case-record.ts';
import type { ReviewFlow } from './use-review-flow.ts';

interface Props {
  record: CaseRecord;
  flow: ReviewFlow;
  isRevealed: boolean;
  onReveal: () => void;
  onHelp: () => void;
}

function FlowButtons({ flow, onHelp }: Pick<Props, 'flow' | 'onHelp'>) {
  const translate = useTranslate();
  const mayReview = useMay('submission.claim');
  const icons = [
    ['previous', PreviousIcon, () => void flow.go(-1), 'K'],
    ['next', NextIcon, () => void flow.go(1), 'J'],
    ['help', HelpIcon, onHelp, '?'],
  ] as const;
  return (
    <Stack direction="row" sx={{ alignItems: 'center' }}>
      {mayReview && (
        <Button
          size="small"
          variant={flow.isFlow ? 'contained' : 'outlined'}
          onClick={flow.isFlow ? flow.stop : flow.start}
        >
          {translate(flow.isFlow ? 'case.flowOn' : 'case.flowStart')}
        </Button>
      )}
      {icons.map(([name, Icon, act, key]) => (
        <Tooltip key={name} title={`${translate(`case.${name}`)} (${key})`}>
          <IconButton
            size="small"
            aria-label={translate(`case.${name}`)}
            aria-keyshortcuts={key}
            onClick={act}
          >
            <Icon />
          </IconButton>
        </Tooltip>
      ))}
    </Stack>
  );
}

/** Who it is about, where it stands, and the way to the next case. */
export function CaseHeader({ record, flow, isRevealed, onReveal, onHelp }: Props) {
  const translate = useTranslate();
  const mayReveal = useMay('submission.reveal');
  const mayEdit = useMay('submission.edit');
  const mayPrint = useMay('receipt.print');
  return (
    <Stack
      direction="row"
      spacing={1}
      useFlexGap
      sx={{ alignItems: 'center', flexWrap: 'wrap', minHeight: 40 }}
    >
      <Typography variant="h2" component="h2">
        {record.fullName}
      </Typography>
      <Typography variant="body2" color="text.secondary" sx={{ fontFamily: 'monospace' }}>
        {record.registrationNo}
      </Typography>
      <EnumChip value={record.status} words="status" tone={statusTone} />
      <Chip size="small" variant="outlined" label={translate(`enums.channel.${record.channel}`)} />
      {record.roundNo > 1 && (
        <Chip size="small" color="secondary" label={translate('case.round', { n: record.roundNo })} />
      )}
      <span style={{ flexGrow: 1 }} />
      {mayPrint && record.status !== 'draft' && (
        <Button
          size="small"
          startIcon={<PrintIcon />}
          href={`/api/submissions/${record.id}/receipt.pdf`}
          target="_blank"
        >
          {translate('case.receipt')}
        </Button>
      )}
      {mayEdit && editState(record).canEdit && (
        <Button
          size="small"
          variant="contained"
          startIcon={<EditIcon />}
          component={Link}
          to={`/submissions/${record.id}`}
        >
          {translate('case.actions.edit')}
        </Button>
      )}
      {mayReveal && (
        <Button size="small" startIcon={<VisibilityIcon />} onClick={onReveal} disabled={isRevealed}>
          {translate('case.reveal')}
        </Button>
      )}
      <FlowButtons flow={flow} onHelp={onHelp} />
    </Stack>
  );
}
