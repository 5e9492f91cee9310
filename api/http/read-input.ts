import type { Session } from '../database/session.ts';
import { invalid } from './api-error.ts';
import type { Asked, Body, Fields } from './route.ts';
import { check } from './rules.ts';

/** The input that a body's fields make; throws every rule that they break, those that only the database knows among them. */
export async function readInput<Input>(
  { schema, schemaOf, findBroken }: Body<Input>,
  { fields, session, asked }: { fields: Fields; session: Session; asked: Asked },
): Promise<Input> {
  const { contract, viewer } = asked;
  const input = check(schemaOf?.(contract) ?? schema, fields);
  const broken = input.ok ? {} : input.fields;
  const found = findBroken ? await session.read((query) => findBroken(query, { fields, broken, viewer })) : {};
  if (input.ok && Object.keys(found).length === 0) return input.value;
  throw invalid({ ...broken, ...found });
}
