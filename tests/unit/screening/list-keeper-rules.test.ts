import { describe, expect, it } from 'vitest';
import { askForList, LIST_KEEPERS, unknownListText } from '../../../server/screening/list-keeper-rules.ts';
import { LIST_CODES } from '../../../server/screening/screening-schema.ts';
import { withBatchMessages } from '../../../server/batches/batch-blocker-rules.ts';
import { withMessages } from '../../../server/submissions/blocker-rules.ts';

describe('a list that gives no answer', () => {
  it.each(LIST_CODES)('says of "%s" whom to ask for a newer one and who loads it', (code) => {
    for (const language of ['id', 'en'] as const) {
      const { name, keeper } = LIST_KEEPERS[code];
      expect(askForList(code)[language]).toContain(keeper[language]);
      expect(askForList(code)[language]).toContain('administrator');
      expect(unknownListText(code)[language]).toContain(name[language]);
      expect(unknownListText(code)[language]).toContain(keeper[language]);
    }
  });

  it('names the list and its keeper in the refusal of a verification, and only there', () => {
    const [unknown, hit] = withMessages([
      { code: 'SCREENING_UNKNOWN', list: 'education' },
      { code: 'SCREENING_HIT', list: 'education' },
    ]);
    expect(unknown?.message).toBe(unknownListText('education').en);
    expect(hit?.message).toBe('screening found a reason to refuse');
    const [unnamed] = withMessages([{ code: 'SCREENING_UNKNOWN' }]);
    expect(unnamed?.message).toContain('ask the administrator');
  });

  it('names every such list with its keeper where it keeps a batch from being sealed', () => {
    const [unknown] = withBatchMessages([{ code: 'SCREENING_UNKNOWN', lists: ['education', 'blacklist'] }]);
    expect(unknown?.message).toContain(`Formal education: ${LIST_KEEPERS.education.keeper.en}`);
    expect(unknown?.message).toContain(`PMO blacklist: ${LIST_KEEPERS.blacklist.keeper.en}`);
  });
});
