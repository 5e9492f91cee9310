import { join } from 'node:path';
import { defineCommand } from 'citty';
import { projectDir } from '../../settings/config.ts';
import { generateAppKey, generateJwtSecret, writeEnvironmentValue } from '../../state/keys.ts';

const file = join(projectDir, '.env');

export const appKey = defineCommand({
  meta: { name: 'key:generate', description: 'Write a new APP_KEY into .env' },
  run: () => writeKey('APP_KEY', generateAppKey()),
});

export const jwtSecret = defineCommand({
  meta: { name: 'jwt:generate', description: 'Write a new JWT_SECRET into .env; tokens made with the old one end' },
  run: () => writeKey('JWT_SECRET', generateJwtSecret()),
});

async function writeKey(key: string, value: string) {
  await writeEnvironmentValue(file, key, value);
  console.log(`${key} is in ${file}. The API takes it with its next start: npm stop, npm start`);
}
