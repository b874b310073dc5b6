// The rules of each type of subject. To add a type, add its line here and its file beside this one.
import type { SubjectType } from '../../../entities/approvals/approval.model.ts';
import { promotionAsSubject } from './promotion.ts';
import { releaseAsSubject } from './release.ts';
import type { SubjectRules } from './subject.ts';

const RULES: Readonly<Record<SubjectType, SubjectRules>> = {
  Release: releaseAsSubject,
  Promotion: promotionAsSubject,
};

export const subjectOf: SubjectRules = (tenantId, asked, deps) => RULES[asked.subject.type](tenantId, asked, deps);
