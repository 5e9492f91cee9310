import type { Knex } from 'knex';
import { addToCounter as add } from '../scripts/database/counters.ts';
import { createTriggers, dropTriggers } from '../scripts/database/triggers.ts';

const triggers = {
  articles_counted: `AFTER INSERT ON articles FOR EACH ROW BEGIN
    ${add('articles', '0', 1)};
    ${add('author', 'NEW.user_id', 1)};
  END`,
  articles_discounted: `AFTER DELETE ON articles FOR EACH ROW BEGIN
    ${add('articles', '0', -1)};
    ${add('author', 'OLD.user_id', -1)};
    DELETE FROM counters WHERE kind = 'favorites' AND id = OLD.id;
  END`,
  article_tag_counted: `AFTER INSERT ON article_tag FOR EACH ROW ${add('tag', 'NEW.tag_id', 1)}`,
  article_tag_discounted: `AFTER DELETE ON article_tag FOR EACH ROW ${add('tag', 'OLD.tag_id', -1)}`,
  tags_added: `AFTER INSERT ON tags FOR EACH ROW ${add('tags', '0', 1)}`,
  tags_changed: `AFTER UPDATE ON tags FOR EACH ROW ${add('tags', '0', 1)}`,
  tags_removed: `AFTER DELETE ON tags FOR EACH ROW ${add('tags', '0', 1)}`,
  favorites_counted: `AFTER INSERT ON favorites FOR EACH ROW ${add('favorites', 'NEW.article_id', 1)}`,
  favorites_discounted: `AFTER DELETE ON favorites FOR EACH ROW ${add('favorites', 'OLD.article_id', -1)}`,
};

const countings = [
  `SELECT 'articles' AS kind, 0 AS id, 0 AS slot, COUNT(*) AS value FROM articles`,
  `SELECT 'author', user_id, 0, COUNT(*) FROM articles GROUP BY user_id`,
  `SELECT 'tag', tag_id, 0, COUNT(*) FROM article_tag GROUP BY tag_id`,
  `SELECT 'favorites', article_id, 0, COUNT(*) FROM favorites GROUP BY article_id`,
];

/**
 * Counts of all articles (id 0), of those of an author or a tag, and of an article's favorites. Triggers
 * keep them right for every client that writes; a count is the sum of its slots. Of tags the changes are
 * counted: a slot only grows, so two members with equal slots have equal tags.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('counters');
  await knex.raw(`CREATE TABLE counters (
    kind ENUM('articles', 'author', 'tag', 'favorites', 'tags') NOT NULL,
    id INT UNSIGNED NOT NULL,
    slot BIGINT UNSIGNED NOT NULL,
    value INT NOT NULL,
    PRIMARY KEY (kind, id, slot)
  ) ENGINE = InnoDB`);
  for (const counting of countings) await knex.raw(`INSERT INTO counters (kind, id, slot, value) ${counting}`);
  await createTriggers(knex, triggers);
}

/** Removes the counters. */
export async function down(knex: Knex): Promise<void> {
  await dropTriggers(knex, triggers);
  await knex.schema.dropTableIfExists('counters');
}
