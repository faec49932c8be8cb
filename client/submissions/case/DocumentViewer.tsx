import ContrastIcon from '@mui/icons-material/Contrast';
import PaperIcon from '@mui/icons-material/DescriptionOutlined';
import FitIcon from '@mui/icons-material/FitScreen';
import FullscreenIcon from '@mui/icons-material/Fullscreen';
import RotateIcon from '@mui/icons-material/Rotate90DegreesCw';
import ZoomInIcon from '@mui/icons-material/ZoomIn';
import ZoomOutIcon from '@mui/icons-material/ZoomOut';
import { Alert, Box, IconButton, Skeleton, Stack, Tab, Tabs, Tooltip } from '@mui/material';
import { useReducer, useRef, useState, type ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';
import { Problem } from '../../layout/ListProblem.tsx';
import type { CaseDocument } from './case-record.ts';
import { useCaseDocuments, usePicture } from './use-case.ts';
import { DeletedPictures, useGonePictures } from './DeletedPictures.tsx';
import { FIRST_VIEW, viewReducer, type View, type ViewAct } from './document-view.ts';

const TOOLS = [
  ['zoomIn', ZoomInIcon],
  ['zoomOut', ZoomOutIcon],
  ['rotate', RotateIcon],
  ['contrast', ContrastIcon],
  ['fit', FitIcon],
] as const;

function ViewerTools({ onAct, onFullScreen }: { onAct: (act: ViewAct) => void; onFullScreen: () => void }) {
  const translate = useTranslate();
  return (
    <Stack direction="row">
      {TOOLS.map(([act, Icon]) => (
        <Tooltip key={act} title={translate(`case.viewer.${act}`)}>
          <IconButton size="small" aria-label={translate(`case.viewer.${act}`)} onClick={() => onAct(act)}>
            <Icon fontSize="small" />
          </IconButton>
        </Tooltip>
      ))}
      <Tooltip title={translate('case.viewer.fullScreen')}>
        <IconButton size="small" aria-label={translate('case.viewer.fullScreen')} onClick={onFullScreen}>
          <FullscreenIcon fontSize="small" />
        </IconButton>
      </Tooltip>
    </Stack>
  );
}

function Picture({ document, view }: { document: CaseDocument; view: View }) {
  const translate = useTranslate();
  const { url, error, refetch } = usePicture(document);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!url) return <Skeleton variant="rectangular" height={240} />;
  return (
    <img
      src={url}
      alt={translate(`enums.document.${document.kind}`)}
      style={{
        width: `${view.zoom * 100}%`,
        transform: `rotate(${view.turns * 90}deg)`,
        filter: view.highContrast ? 'contrast(1.8) grayscale(1)' : undefined,
        display: 'block',
        margin: '0 auto',
      }}
    />
  );
}

function DocumentStage({ documents }: { documents: CaseDocument[] }) {
  const translate = useTranslate();
  const stage = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(0);
  const [view, act] = useReducer(viewReducer, FIRST_VIEW);
  const document = documents[Math.min(chosen, documents.length - 1)];
  if (!document) return null;
  return (
    <Box
      ref={stage}
      sx={{ display: 'flex', flexDirection: 'column', height: '100%', bgcolor: 'background.paper' }}
    >
      <Stack direction="row" sx={{ alignItems: 'center', flexWrap: 'wrap', justifyContent: 'space-between' }}>
        <Tabs
          value={Math.min(chosen, documents.length - 1)}
          onChange={(_event, index: number) => {
            setChosen(index);
            act('fit');
          }}
          sx={{ minHeight: 34 }}
        >
          {documents.map((one) => (
            <Tab
              key={one.id}
              label={translate(`enums.document.${one.kind}`)}
              sx={{ minHeight: 34, py: 0, px: 1 }}
            />
          ))}
        </Tabs>
        <ViewerTools onAct={act} onFullScreen={() => void stage.current?.requestFullscreen()} />
      </Stack>
      <Box
        tabIndex={0}
        role="group"
        aria-label={translate('case.viewer.stage')}
        sx={{ flexGrow: 1, overflow: 'auto', bgcolor: 'action.hover', p: 1 }}
      >
        <Picture key={document.id} document={document} view={view} />
      </Box>
    </Box>
  );
}

interface ViewerProps {
  record: Pick<SubmissionRecord, 'id' | 'status'>;
  /** Stands here when the office has kept only the paper. */
  instead?: ReactNode;
}

/** The scans, with zoom, rotation, contrast and full screen. */
export function DocumentViewer({ record, instead }: ViewerProps) {
  const translate = useTranslate();
  const { data, error, isPending, refetch } = useCaseDocuments(record.id);
  const isGone = useGonePictures(record).length > 0;
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton variant="rectangular" height="100%" />;
  if (data.length === 0)
    return (
      <Box
        tabIndex={0}
        role="group"
        aria-label={translate('case.form')}
        sx={{ p: 1.5, height: '100%', overflow: 'auto' }}
      >
        <DeletedPictures record={record} />
        {!isGone && (
          <Alert severity="info" variant="outlined" icon={<PaperIcon fontSize="inherit" />}>
            {translate('case.viewer.none')}
          </Alert>
        )}
        {instead}
      </Box>
    );
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      <DeletedPictures record={record} />
      <Box sx={{ flexGrow: 1, minHeight: 0 }}>
        <DocumentStage key={record.id} documents={data} />
      </Box>
    </Box>
  );
}
