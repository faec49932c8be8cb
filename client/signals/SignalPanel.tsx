import { Box, Stack, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { SignalGroup, SignalSubject } from '@server/signals/signal-schema.ts';
import { LyingBars } from '../dashboard/lazy-charts.ts';
import { Panel } from '../dashboard/Panel.tsx';
import { useFormat } from '../i18n/format.ts';
import { barsOf, rowsPath, shortNameOf, valueInWords } from './signal-view.ts';
import { SignalTable } from './SignalTable.tsx';

const LABEL_WIDTH = 240;

function SignalBars({ group }: { group: SignalGroup }) {
  const translate = useTranslate();
  const format = useFormat();
  const navigate = useNavigate();
  const rows = barsOf(group);
  if (rows.length === 0)
    return <Typography color="text.secondary">{translate('signals.nothingRated')}</Typography>;
  const open = (index: number) => {
    const row = rows[index];
    const path = row ? rowsPath(row) : null;
    if (path) void navigate(path);
  };
  const inWords = (value: number) => valueInWords(group.measure, value, format);
  return (
    <>
      <LyingBars
        bars={rows.map((row) => ({
          label: shortNameOf(row),
          count: row.value,
          marked: row.verdict === 'look',
        }))}
        labelWidth={LABEL_WIDTH}
        name={translate(`signals.kind.${group.kind}.title`)}
        inWords={inWords}
        legend={{ marked: translate('signals.verdicts.look'), other: translate('signals.verdicts.usual') }}
        limit={group.limit}
        onOpen={open}
      />
      <Typography variant="caption" color="text.secondary">
        {translate('signals.line', { value: inWords(group.limit) })}
      </Typography>
    </>
  );
}

/** What is counted, from when on it is worth a look, and what may well be behind it. */
function Explanation({ group }: { group: SignalGroup }) {
  const translate = useTranslate();
  const format = useFormat();
  const inWords = (value: number) => valueInWords(group.measure, value, format);
  const numbers = { limit: inWords(group.limit), minimum: format.number(group.minimum) };
  const parts = [
    ['counted', translate(`signals.kind.${group.kind}.counted`)],
    ['when', translate(`signals.kind.${group.kind}.when`, numbers)],
    ['innocent', translate(`signals.kind.${group.kind}.innocent`)],
  ] as const;
  return (
    <Stack spacing={1.5}>
      {parts.map(([name, text]) => (
        <div key={name}>
          <Typography variant="subtitle2" component="h3">
            {translate(`signals.${name}`)}
          </Typography>
          <Typography variant="body2" color="text.secondary">
            {text}
          </Typography>
        </div>
      ))}
      <Typography variant="body2">
        {translate('signals.summary', { look: group.look, rated: group.rated, tooFew: group.tooFew })}
        {group.usual !== null && ` ${translate('signals.usual', { value: inWords(group.usual) })}`}
      </Typography>
    </Stack>
  );
}

interface Props {
  group: SignalGroup;
  subjects: readonly SignalSubject[];
  onSubject: (subject: SignalSubject) => void;
}

/** One signal: bars, what they mean, and the list behind them. */
export function SignalPanel({ group, subjects, onSubject }: Props) {
  const translate = useTranslate();
  return (
    <Stack spacing={2}>
      {subjects.length > 1 && (
        <ToggleButtonGroup
          exclusive
          size="small"
          value={group.subject}
          onChange={(_event, chosen: SignalSubject | null) => chosen && onSubject(chosen)}
          aria-label={translate('signals.whose')}
        >
          {subjects.map((subject) => (
            <ToggleButton key={subject} value={subject}>
              {translate(`signals.by.${subject}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: 'minmax(0, 2fr) minmax(280px, 1fr)',
          gap: 2,
          alignItems: 'start',
        }}
      >
        <Stack spacing={2} sx={{ minWidth: 0 }}>
          <Panel title={`signals.kind.${group.kind}.title`}>
            <SignalBars group={group} />
          </Panel>
          <Panel title="signals.list">
            {group.rows.length > 0 ? (
              <SignalTable group={group} />
            ) : (
              <Typography color="text.secondary">{translate('signals.nobody')}</Typography>
            )}
          </Panel>
        </Stack>
        <Panel title="signals.reading">
          <Explanation group={group} />
        </Panel>
      </Box>
    </Stack>
  );
}
