import { describe, expect, it } from 'vitest';
import { ROLE_PERMISSIONS, ROLES } from '@server/auth/permission-rules.ts';
import { SubmissionForm, type SubmissionRecord } from '@server/submissions/submission-schema.ts';
import { mayOpen } from '../../client/auth/access.ts';
import { menuSections } from '../../client/layout/menu-groups.ts';
import { viewReducer, FIRST_VIEW } from '../../client/submissions/case/document-view.ts';
import { createBody, editBody, editState } from '../../client/submissions/form/form-body.ts';
import { currentTab, queueTabs, withTab } from '../../client/submissions/list/queue-tabs.ts';

describe('who may open what', () => {
  it('follows the server’s own table: an administrator sees no case, a reviewer no staff', () => {
    expect(mayOpen(ROLE_PERMISSIONS.admin, 'submissions', 'list')).toBe(false);
    expect(mayOpen(ROLE_PERMISSIONS.reviewer, 'staff', 'list')).toBe(false);
    expect(mayOpen(ROLE_PERMISSIONS.intake, 'submissions', 'create')).toBe(true);
    expect(mayOpen(ROLE_PERMISSIONS.reviewer, 'submissions', 'create')).toBe(false);
  });

  it('has no page for deleting or exporting behind the back of the API', () => {
    for (const role of ROLES) expect(mayOpen(ROLE_PERMISSIONS[role], 'submissions', 'delete')).toBe(false);
  });

  it('keeps pages many may read but few work in out of the others’ menu', () => {
    const offices = {
      name: 'offices',
      hasList: true,
      options: { group: 'reference', menuPermission: 'reference.write' },
    } as const;
    const submissions = { name: 'submissions', hasList: true, options: { group: 'review' } } as const;
    const names = (role: 'reviewer' | 'admin') =>
      menuSections([offices, submissions], ROLE_PERMISSIONS[role]).flatMap((section) => section.names);
    expect(names('reviewer')).toEqual(['submissions']);
    expect(names('admin')).toEqual(['offices']);
  });
});

describe('queue tabs', () => {
  it('keep the user’s other filters when another queue is chosen', () => {
    const [waiting, mine] = queueTabs('reviewer', 2);
    if (!waiting || !mine) throw new Error('a reviewer has two queues');
    const filter = withTab(mine, { ...waiting.filter, officeId: 3 });
    expect(filter).toEqual({ officeId: 3, status: 'in_review', assigneeId: 2 });
    expect(currentTab(queueTabs('reviewer', 2), filter)?.name).toBe('mine');
  });

  it('lead a second reader to what others read first, and a coordinator to readers who disagree', () => {
    const filterOf = (role: 'reviewer' | 'coordinator', name: string) =>
      queueTabs(role, 2).find((tab) => tab.name === name)?.filter;
    expect(filterOf('reviewer', 'secondReadings')).toEqual({
      reading: 'awaits_second',
      firstReaderId_neq: 2,
    });
    expect(filterOf('coordinator', 'disagreements')).toEqual({ reading: 'disagree' });
    const asked = { reading: 'disagree', officeId: 3 };
    expect(currentTab(queueTabs('coordinator', 2), asked)?.name).toBe('disagreements');
    const [first] = queueTabs('coordinator', 2);
    if (!first) throw new Error('a coordinator has queues');
    expect(withTab(first, asked)).toEqual({ officeId: 3, status: 'submitted' });
  });

  it('show none as current when the user combined something else', () => {
    expect(currentTab(queueTabs('reviewer', 2), { status: 'withdrawn' })).toBeUndefined();
  });

  it('begin for every role with a queue of its own', () => {
    for (const role of ROLES) expect(queueTabs(role, 1).length).toBeGreaterThan(0);
  });
});

describe('the counter’s form', () => {
  const keyed = {
    waveId: 1,
    channel: 'offline',
    fullName: 'SITI AMINAH',
    nik: '3374015705949001',
    kkNumber: '3374011203049002',
    email: '',
    declarations: { dataTrue: true },
    cameInPerson: false,
  };

  it('sends what was keyed, without empty fields and without the declarations of the other road', () => {
    const body = createBody(keyed);
    expect(body).not.toHaveProperty('email');
    expect(body).not.toHaveProperty('declarations');
    expect(body).toMatchObject({ nik: '3374015705949001', cameInPerson: false });
    expect(createBody({ ...keyed, channel: 'assisted' })).not.toHaveProperty('cameInPerson');
  });

  it('mends only what was changed and keeps NIK and KK where the fields were left empty', () => {
    const before = {
      version: 4,
      fullName: 'SITI AMINAH',
      email: 'siti@example.id',
      sex: 'P',
    } as SubmissionRecord;
    expect(editBody({ fullName: 'SITI AMINAH', email: '', sex: 'L', nik: '' }, before)).toEqual({
      version: 4,
      email: null,
      sex: 'L',
    });
  });

  it('sends only fields that the server’s form knows', () => {
    const known = [...Object.keys(SubmissionForm.shape), 'waveId', 'channel'];
    const everything = Object.fromEntries(known.map((field) => [field, 'x']));
    expect(known).toEqual(expect.arrayContaining(Object.keys(createBody(everything))));
  });

  it('locks the name once it was submitted, and the whole form while it is under review', () => {
    const submittedAt = '2026-11-20T03:15:00Z';
    expect(editState({ status: 'draft', submittedAt: null })).toEqual({ canEdit: true, nameLocked: false });
    expect(editState({ status: 'needs_correction', submittedAt })).toEqual({
      canEdit: true,
      nameLocked: true,
    });
    expect(editState({ status: 'in_review', submittedAt })).toMatchObject({ canEdit: false });
  });
});

describe('the document viewer', () => {
  it('turns a scan all the way round and stops zooming at its limits', () => {
    const turned = (['rotate', 'rotate', 'rotate', 'rotate'] as const).reduce(viewReducer, FIRST_VIEW);
    expect(turned.turns).toBe(0);
    const near = Array.from({ length: 30 }, () => 'zoomIn' as const).reduce(viewReducer, FIRST_VIEW);
    expect(near.zoom).toBe(6);
    expect(viewReducer(near, 'fit')).toEqual(FIRST_VIEW);
  });
});
