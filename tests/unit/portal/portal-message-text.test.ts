import { describe, expect, it } from 'vitest';
import { MESSAGE_KINDS, MESSAGE_TEMPLATES, messageText } from '../../../server/portal/portal-message-text.ts';

const facts = { code: '042137', token: 'rahasia-sekali', publicUrl: 'https://loket.example/' };

describe('messages about an account', () => {
  it.each(MESSAGE_KINDS)('are written in both languages and leave no place open: %s', (kind) => {
    const template = MESSAGE_TEMPLATES[kind];
    expect(template.id).toHaveLength(template.en.length);
    const { text } = messageText({ kind, ...facts });
    expect(text).not.toMatch(/[{}]/);
    expect(text).not.toContain('//daftar');
  });

  it('give the code and a link whose secret stands behind the #', () => {
    expect(messageText({ kind: 'verify', ...facts }).text).toContain(
      'https://loket.example/daftar/verifikasi#rahasia-sekali',
    );
    const reset = messageText({ kind: 'reset', ...facts }).text;
    expect(reset).toContain('https://loket.example/daftar/sandi-baru#rahasia-sekali');
    expect(reset).toContain('042137');
  });

  it('say nothing secret where nothing is to be proved', () => {
    for (const kind of ['known', 'password_changed'] as const) {
      const { subject, text } = messageText({ kind, ...facts });
      expect(subject + text).not.toContain('042137');
      expect(subject + text).not.toContain('rahasia-sekali');
    }
  });

  it('never write the code into the subject, which lock screens show', () => {
    for (const kind of MESSAGE_KINDS) expect(messageText({ kind, ...facts }).subject).not.toContain('042137');
  });
});
