import { haproxyPrograms } from '../../../../roles/haproxy/programs.ts';
import { mysqlPrograms } from '../../../../roles/mysql/programs.ts';
import type { ProgramSource } from '../../../../scripts/servers/program.ts';

const [mysqld, mysql] = mysqlPrograms as [ProgramSource, ProgramSource];
const [haproxy] = haproxyPrograms as [ProgramSource];

/** The programs of every lab. */
export const core = { mysqld, mysql, haproxy };
