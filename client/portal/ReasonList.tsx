import type { PortalReason } from '@server/portal/portal-schema.ts';
import { fieldId, stepOf } from './form-rules.ts';
import { useWords } from './language.tsx';
import { stepPath } from './router-rules.ts';
import { Link } from './router.tsx';

interface Props {
  reasons: readonly PortalReason[];
  /** With links to the boxes they are about, where those can be changed. */
  links: boolean;
}

/** Why it was sent back or refused, with what can be done, and the way there. */
export function ReasonList({ reasons, links }: Props) {
  const { t, language } = useWords();
  return (
    <ul className="reasons">
      {reasons.map(({ code, label, remedy, fields }) => (
        <li key={code}>
          <strong>{label[language]}</strong>
          {remedy && <p>{remedy[language]}</p>}
          {links &&
            fields.map((field) => (
              <p key={field}>
                <Link to={`${stepPath(stepOf(field))}#${fieldId(field)}`}>
                  {t('home.toField', { field: t(`field.${field}`) })}
                </Link>
              </p>
            ))}
        </li>
      ))}
    </ul>
  );
}
