import type { Stage, StageReached } from '@server/portal/portal-schema.ts';
import { useWords } from './language.tsx';
import { roadOf, STAGE_VIEWS } from './stage-rules.ts';

interface Props {
  stage: Stage;
  timeline: readonly StageReached[];
}

/** Where a registration is: what was reached with its dates, what is now and what it means, what lies ahead. */
export function StageRoad({ stage, timeline }: Props) {
  const { t, moment } = useWords();
  return (
    <ol className={`road road-${STAGE_VIEWS[stage].tone}`}>
      {roadOf(stage, timeline).map((stop, index) => (
        <li
          key={`${index}-${stop.stage}`}
          className={`stop stop-${stop.state}`}
          aria-current={stop.state === 'current' ? 'step' : undefined}
        >
          <strong>{t(`stage.${stop.stage}`)}</strong>
          {stop.at && <time dateTime={stop.at}>{moment(stop.at)}</time>}
          {stop.state === 'current' && <p>{t(`stageNow.${stop.stage}`)}</p>}
        </li>
      ))}
    </ol>
  );
}
