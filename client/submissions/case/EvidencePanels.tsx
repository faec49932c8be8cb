import {
  Alert,
  Box,
  Chip,
  Stack,
  Tab,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Tabs,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { EnumChip } from '../../i18n/fields.tsx';
import { useFormat } from '../../i18n/format.ts';
import { screeningTone } from '../status-tone.ts';
import { screeningLines, type CaseRecord } from './case-record.ts';
import { DuplicatePanel } from './DuplicatePanel.tsx';
import { FamilyPanel } from './FamilyPanel.tsx';
import { NikReader } from './NikReader.tsx';

function ScreeningPanel({ record }: { record: CaseRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const lines = screeningLines(record.screening);
  if (lines.length === 0)
    return (
      <Typography variant="body2" color="text.secondary">
        {translate('case.notScreened')}
      </Typography>
    );
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          <TableCell>{translate('case.list')}</TableCell>
          <TableCell>{translate('case.result')}</TableCell>
          <TableCell>{translate('case.asOf')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {lines.map(({ list, result, asOf, listVersion, reason, effect }) => (
          <TableRow key={list}>
            <TableCell>
              {translate(`enums.list.${list}`, { _: translate(`reasons.${list}`, { _: list }) })}
              {effect && effect !== 'excludes' && (
                <Typography variant="caption" component="div" color="text.secondary">
                  {translate(`case.effects.${effect}`)}
                </Typography>
              )}
              {reason && (
                <Typography variant="caption" component="div" color="text.secondary">
                  {translate(`reasons.${reason}`, { _: translate(`blockers.${reason}`, { _: reason }) })}
                </Typography>
              )}
            </TableCell>
            <TableCell>
              <EnumChip value={result} words="screening" tone={screeningTone} />
            </TableCell>
            <TableCell>
              {format.day(asOf)}
              {listVersion ? ` (v${listVersion})` : ''}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const PANELS = ['screening', 'nik', 'family', 'duplicates'] as const;
type Panel = (typeof PANELS)[number];

function PanelBody({ panel, record }: { panel: Panel; record: CaseRecord }) {
  if (panel === 'screening') return <ScreeningPanel record={record} />;
  if (panel === 'nik') return <NikReader record={record} />;
  if (panel === 'family') return <FamilyPanel record={record} />;
  return <DuplicatePanel record={record} />;
}

function PanelLabel({ panel, record }: { panel: Panel; record: CaseRecord }) {
  const translate = useTranslate();
  const count =
    panel === 'duplicates'
      ? record.duplicateCount
      : panel === 'nik'
        ? (record.evidence?.warnings.length ?? 0)
        : 0;
  return (
    <Stack direction="row" spacing={0.5} sx={{ alignItems: 'center' }}>
      <span>{translate(`case.panels.${panel}`)}</span>
      {count > 0 && <Chip size="small" color="warning" label={count} />}
    </Stack>
  );
}

/** Below the compare card: lists, NIK reader, family card, duplicates. */
export function EvidencePanels({ record }: { record: CaseRecord }) {
  const translate = useTranslate();
  const [panel, setPanel] = useState<Panel>('screening');
  return (
    <Box component="section" aria-label={translate('case.evidence')} sx={{ mt: 1 }}>
      {record.reasons.length > 0 && (
        <Alert severity="warning" sx={{ py: 0 }}>
          {translate('case.suggests')}:{' '}
          {record.reasons.map((code) => translate(`reasons.${code}`, { _: code })).join('; ')}
        </Alert>
      )}
      <Tabs
        value={panel}
        onChange={(_event, value: Panel) => setPanel(value)}
        variant="scrollable"
        scrollButtons={false}
        sx={{ minHeight: 38 }}
      >
        {PANELS.map((name) => (
          <Tab
            key={name}
            value={name}
            id={`evidence-tab-${name}`}
            aria-controls="evidence-panel"
            label={<PanelLabel panel={name} record={record} />}
            sx={{ minHeight: 38, minWidth: 0, px: 1.25, py: 0.5 }}
          />
        ))}
      </Tabs>
      <Box role="tabpanel" id="evidence-panel" aria-labelledby={`evidence-tab-${panel}`} sx={{ pt: 1 }}>
        <PanelBody panel={panel} record={record} />
      </Box>
    </Box>
  );
}
