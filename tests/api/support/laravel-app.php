<?php
// The routes of the RealWorld app as Eloquent sends them to MySQL: 5.5 (2017) or 11 (2024), in our own words.
// The first line of input says where the database is. Each further line is a request, [action, arguments], and is
// answered by a line: {"result": …} or {"error": …}.

final class App
{
    private PDO $pdo;

    public function __construct(private string $version, array $database)
    {
        ['host' => $host, 'port' => $port, 'name' => $name, 'user' => $user, 'password' => $password] = $database;
        $this->pdo = new PDO("mysql:host=$host;port=$port;dbname=$name", $user, $password, [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_EMULATE_PREPARES => false,
        ]);
        $modes = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';
        $settings = $version === '5.5'
            ? ["set names 'utf8mb4' collate 'utf8mb4_unicode_ci'", "set session sql_mode='$modes'"]
            : ["SET NAMES 'utf8mb4' COLLATE 'utf8mb4_unicode_ci', SESSION sql_mode='$modes'"];
        foreach ($settings as $sql) $this->pdo->prepare($sql)->execute();
    }

    public function register(string $username): int
    {
        $password = password_hash('a long password', PASSWORD_BCRYPT, ['cost' => 10]);
        return $this->insert('users', ['username' => $username, 'email' => "$username@example.com", 'password' => $password] + $this->now());
    }

    public function createArticle(int $userId, string $slug, array $tags): int
    {
        $texts = ['title' => $slug, 'description' => 'By Eloquent', 'body' => 'Written by PHP', 'slug' => $slug];
        $id = $this->insert('articles', $texts + ['user_id' => $userId] + $this->now());
        foreach ($tags as $name) {
            $this->insert('article_tag', ['article_id' => $id, 'tag_id' => $this->firstOrCreateTag($name)]);
        }
        return $id;
    }

    private function firstOrCreateTag(string $name): int
    {
        $found = $this->select('select * from `tags` where (`name` = ?) limit 1', [$name]);
        return $found[0]['id'] ?? $this->insert('tags', ['name' => $name] + $this->now());
    }

    public function updateArticle(string $slug, string $body): int
    {
        $updatedAt = $this->version === '5.5' ? '`updated_at`' : '`articles`.`updated_at`';
        $sql = "update `articles` set `body` = ?, $updatedAt = ? where `id` = ?";
        return $this->run($sql, [$body, gmdate('Y-m-d H:i:s'), $this->findArticle($slug)['id']]);
    }

    public function deleteArticle(string $slug): int
    {
        return $this->run('delete from `articles` where `id` = ?', [$this->findArticle($slug)['id']]);
    }

    public function comment(int $userId, string $slug, string $body): int
    {
        $article = $this->findArticle($slug);
        return $this->insert('comments', ['body' => $body, 'article_id' => $article['id'], 'user_id' => $userId] + $this->now());
    }

    public function favorite(int $userId, string $slug): int
    {
        return $this->insert('favorites', ['user_id' => $userId, 'article_id' => $this->findArticle($slug)['id']] + $this->now());
    }

    public function unfavorite(int $userId, string $slug): int
    {
        $sql = 'delete from `favorites` where `user_id` = ? and `article_id` in (?)';
        return $this->run($sql, [$userId, $this->findArticle($slug)['id']]);
    }

    public function follow(int $followerId, int $followedId): int
    {
        return $this->insert('follows', ['follower_id' => $followerId, 'followed_id' => $followedId] + $this->now());
    }

    public function unfollow(int $followerId, int $followedId): int
    {
        return $this->run('delete from `follows` where `follower_id` = ? and `followed_id` in (?)', [$followerId, $followedId]);
    }

    /** An article with its author, tags, comments and the users who marked it. */
    public function showArticle(string $slug): array
    {
        $article = $this->findArticle($slug);
        $id = $article['id'];
        return $article + [
            'user' => $this->select('select * from `users` where `users`.`id` = ? limit 1', [$article['user_id']])[0],
            'tags' => $this->select('select `tags`.*, `article_tag`.`article_id` as `pivot_article_id`, `article_tag`.`tag_id` as `pivot_tag_id` from `tags` inner join `article_tag` on `tags`.`id` = `article_tag`.`tag_id` where `article_tag`.`article_id` = ?', [$id]),
            'comments' => $this->select('select * from `comments` where `comments`.`article_id` = ? and `comments`.`article_id` is not null order by `created_at` desc', [$id]),
            'favorited' => $this->select('select `users`.*, `favorites`.`article_id` as `pivot_article_id`, `favorites`.`user_id` as `pivot_user_id`, `favorites`.`created_at` as `pivot_created_at`, `favorites`.`updated_at` as `pivot_updated_at` from `users` inner join `favorites` on `users`.`id` = `favorites`.`user_id` where `favorites`.`article_id` = ?', [$id]),
        ];
    }

    public function listArticles(string $username): array
    {
        $sql = 'select `articles`.*, (select count(*) from `users` inner join `favorites` on `users`.`id` = `favorites`.`user_id` where `articles`.`id` = `favorites`.`article_id`) as `favorited_count` from `articles` where `user_id` = (select `id` from `users` where `username` = ? limit 1) order by `created_at` desc limit 20 offset 0';
        return $this->select($sql, [$username]);
    }

    public function feed(int $userId): array
    {
        $sql = 'select `users`.*, `follows`.`follower_id` as `pivot_follower_id`, `follows`.`followed_id` as `pivot_followed_id`, `follows`.`created_at` as `pivot_created_at`, `follows`.`updated_at` as `pivot_updated_at` from `users` inner join `follows` on `users`.`id` = `follows`.`followed_id` where `follows`.`follower_id` = ?';
        $ids = array_column($this->select($sql, [$userId]), 'id');
        if ($ids === []) return [];
        $marks = implode(', ', array_fill(0, count($ids), '?'));
        return $this->select("select * from `articles` where `user_id` in ($marks) order by `created_at` desc limit 20 offset 0", $ids);
    }

    private function findArticle(string $slug): array
    {
        $found = $this->select('select * from `articles` where `slug` = ? limit 1', [$slug]);
        return $found[0] ?? throw new RuntimeException('No query results for model [App\\Article].');
    }

    /** created_at and updated_at, as Carbon::now() is stored. */
    private function now(): array
    {
        $now = gmdate('Y-m-d H:i:s');
        return ['updated_at' => $now, 'created_at' => $now];
    }

    private function insert(string $table, array $attributes): int
    {
        $columns = implode(', ', array_map(fn ($name) => "`$name`", array_keys($attributes)));
        $marks = implode(', ', array_fill(0, count($attributes), '?'));
        if ($table === 'article_tag' || $table === 'favorites' || $table === 'follows') {
            return $this->run("insert into `$table` ($columns) values ($marks)", array_values($attributes));
        }
        $this->run("insert into `$table` ($columns) values ($marks)", array_values($attributes));
        return (int) $this->pdo->lastInsertId();
    }

    private function run(string $sql, array $bindings): int
    {
        $statement = $this->pdo->prepare($sql);
        $statement->execute($bindings);
        return $statement->rowCount();
    }

    private function select(string $sql, array $bindings): array
    {
        $statement = $this->pdo->prepare($sql);
        $statement->execute($bindings);
        return array_map($this->castDates(...), $statement->fetchAll(PDO::FETCH_ASSOC));
    }

    /** Eloquent's dates: exactly Y-m-d H:i:s, nothing behind it. */
    private function castDates(array $row): array
    {
        foreach ($row as $name => $value) {
            if (!preg_match('/^(pivot_)?(created|updated)_at$/', $name) || $value === null) continue;
            $date = DateTimeImmutable::createFromFormat('Y-m-d H:i:s', $value, new DateTimeZone('UTC'));
            if ($date === false) throw new InvalidArgumentException("Trailing data: $name $value");
            $row[$name] = $date->format('Y-m-d\TH:i:s');
        }
        return $row;
    }
}

$app = new App($argv[1], json_decode(fgets(STDIN), true, 512, JSON_THROW_ON_ERROR));
while (($line = fgets(STDIN)) !== false) {
    [$action, $arguments] = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
    try {
        $answer = ['result' => $app->$action(...$arguments)];
    } catch (Throwable $error) {
        $answer = ['error' => $error->getMessage()];
    }
    echo json_encode($answer, JSON_THROW_ON_ERROR), "\n";
}
