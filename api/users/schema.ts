import { z } from 'zod';
import {
  alphanumeric,
  atLeast,
  atMost,
  email,
  nullableText,
  password,
  requiredText,
  storable,
  url,
} from '../http/rules.ts';

const usernameRules = [atMost(50), alphanumeric];
const emailRules = [email, atMost(255)];

/** What a login must bring. */
export const loginSchema = z.object({
  email: requiredText({ rules: emailRules, wrongType: 'email' }),
  password: password({ rules: [] }),
});

/** What a registration must bring. */
export const registrationSchema = z.object({
  username: requiredText({ rules: usernameRules, wrongType: 'alpha' }),
  email: requiredText({ rules: emailRules, wrongType: 'email' }),
  password: password({ rules: [atLeast(6)] }),
});

/** What a user may change; every field only where it is given. */
export function userChangesSchema(passwordMinimum: number) {
  return z.object({
    username: requiredText({ rules: usernameRules, wrongType: 'alpha', missing: 'blank:alpha' }).optional(),
    email: requiredText({ rules: emailRules, wrongType: 'email', missing: 'blank:email' }).optional(),
    password: password({ rules: [atLeast(passwordMinimum)], missing: `blank:min:${passwordMinimum}` }).optional(),
    bio: nullableText({ rules: [atMost(255), storable] }).optional(),
    image: nullableText({ rules: [url, atMost(2048)], wrongType: 'format' }).optional(),
  });
}

/** The user as every answer shows them to themselves. */
export const userView = z
  .object({
    email: z.string(),
    token: z.string(),
    username: z.string(),
    bio: z.string().nullable(),
    image: z.string().nullable(),
  })
  .meta({ id: 'User' });
