-- May clients be sent to this member? HAProxy asks each member itself, with `SELECT lab.route_v1()`.
--
-- Run once, on one member of the group, as an administrator; the group carries it to the others. Safe to run again.
-- `:haproxyAddress` stands for the quoted address that HAProxy connects from. Needs MySQL 8.0.29 or later.
--
-- The name carries a version because MySQL cannot replace a function in one step, and a member that has none even for
-- a moment is taken out of service. To change the body, give it the next name, here and in
-- roles/haproxy/check-packets.ts; HAProxy asks the new one after its reload and the old one can be dropped then.

CREATE DATABASE IF NOT EXISTS lab CHARACTER SET utf8mb4;

-- The function's owner: no client can log in as it, and it can read what the answer needs and nothing else.
CREATE USER IF NOT EXISTS 'lab_definer'@'localhost' IDENTIFIED WITH caching_sha2_password ACCOUNT LOCK;
GRANT SELECT ON performance_schema.replication_group_members TO 'lab_definer'@'localhost';
GRANT SELECT ON performance_schema.replication_group_member_stats TO 'lab_definer'@'localhost';
GRANT SELECT ON performance_schema.global_status TO 'lab_definer'@'localhost';

-- ROUTE-YES, or ROUTE-NO and the first reason found. What cannot be found out is a no.
CREATE FUNCTION IF NOT EXISTS lab.route_v1() RETURNS VARCHAR(100) CHARACTER SET ascii
  READS SQL DATA
  SQL SECURITY DEFINER
  COMMENT 'HAProxy asks this before it sends clients here'
RETURN (
  WITH
    -- A member may be this many transactions further behind than the ONLINE member that is behind least: where all
    -- are behind alike, taking one out helps no client. And this long may pass since the group last agreed to something
    -- it said, which healthy members make happen every second.
    bound AS (SELECT 5000 AS backlog, 3 AS silence_s),
    member AS (
      SELECT
        MEMBER_ID = @@GLOBAL.server_uuid AS is_me,
        MEMBER_STATE AS state,
        COUNT_TRANSACTIONS_IN_QUEUE + COUNT_TRANSACTIONS_REMOTE_IN_APPLIER_QUEUE AS backlog
      FROM performance_schema.replication_group_members
      LEFT JOIN performance_schema.replication_group_member_stats USING (MEMBER_ID)
    ),
    view AS (
      SELECT
        COALESCE(MAX(IF(is_me, state, NULL)), 'OFFLINE') AS state,
        SUM(state <> 'UNREACHABLE') * 2 > COUNT(*) AS has_majority,
        MAX(IF(is_me, backlog, NULL)) - MIN(IF(state = 'ONLINE', backlog, NULL)) AS backlog
      FROM member
    ),
    -- A member that was frozen and thrown out believes for seconds after it woke that it is ONLINE and writable; that
    -- the group has not agreed with it since gives it away. MySQL 8.0 does not tell: there this passes.
    -- (NULLIF stands inside of MAX: MySQL 8.4 cuts a time off at its year where it stands around it.)
    agreement AS (
      SELECT
        MAX(VARIABLE_VALUE) AS at,
        TIMESTAMPDIFF(SECOND, MAX(NULLIF(VARIABLE_VALUE, '')), UTC_TIMESTAMP(6)) AS age_s
      FROM performance_schema.global_status
      WHERE VARIABLE_NAME = 'Gr_last_consensus_end_timestamp'
    )
  SELECT
    CASE
      WHEN view.state <> 'ONLINE' THEN CONCAT('ROUTE-NO member is ', view.state)
      WHEN NOT view.has_majority THEN 'ROUTE-NO member sees no majority'
      WHEN agreement.at = '' THEN 'ROUTE-NO no agreement yet'
      WHEN agreement.age_s >= bound.silence_s THEN CONCAT('ROUTE-NO no agreement for ', agreement.age_s, ' s')
      WHEN @@GLOBAL.offline_mode THEN 'ROUTE-NO member is in offline_mode'
      WHEN @@GLOBAL.read_only OR @@GLOBAL.super_read_only THEN 'ROUTE-NO member is read-only'
      WHEN view.backlog > bound.backlog THEN CONCAT('ROUTE-NO ', view.backlog, ' transactions behind')
      WHEN view.backlog <= bound.backlog THEN 'ROUTE-YES'
      ELSE 'ROUTE-NO member does not know its backlog'
    END
  FROM bound, view, agreement
);

-- HAProxy's account. A health check cannot answer a challenge, so the account has no password; its name is random and
-- secret instead, and only HAProxy's environment holds it. It may log in from HAProxy's address, call that one function
-- and nothing else. A frozen member that wakes finds the checks of all that time in its queue: the limit keeps them
-- from taking more than a few of its connections.
CREATE USER IF NOT EXISTS :checkUser@:haproxyAddress IDENTIFIED WITH caching_sha2_password BY '';
ALTER USER :checkUser@:haproxyAddress WITH MAX_USER_CONNECTIONS 8 PASSWORD EXPIRE NEVER;
GRANT EXECUTE ON FUNCTION lab.route_v1 TO :checkUser@:haproxyAddress;
-- The account of earlier versions, whose name was the same in every lab.
DROP USER IF EXISTS 'haproxy_check'@:haproxyAddress;
