"""Users of the API for Locust: visitors who read, and authors who have articles of their own.

Each user waits for an answer before it asks again, so a slow answer makes fewer requests: docs/load.md tells what
such numbers are good for. What is bounded here stays bounded, whatever the page is told.
"""

import json
import os
import random
import signal
import ssl
from urllib.parse import quote

import gevent
from bounds import bound_load, count_for_prometheus, refuse_other_sites
from locust import FastHttpUser, LoadTestShape, between, events, task

settings = {}


def read_settings():
    with open(os.environ["LOAD_SETTINGS"], encoding="utf-8") as file:
        settings.update(json.load(file))


read_settings()


@events.init.add_listener
def prepare(environment, **_):
    def read_again():
        read_settings()
        environment.host = settings["target"]

    gevent.signal_handler(signal.SIGHUP, read_again)
    bound_load(environment, settings)
    refuse_other_sites(environment, settings)
    count_for_prometheus(environment)


class Stairs(LoadTestShape):
    """A fifth of the users more each twenty seconds, then none."""

    use_common_options = True
    steps = 5

    def tick(self):
        step = int(self.get_run_time() // 20) + 1
        if step > self.steps:
            return None
        most = min(self.runner.environment.parsed_options.num_users, settings["mostUsers"])
        return max(1, most * step // self.steps), 5


class ApiUser(FastHttpUser):
    """What both kinds of users can do."""

    abstract = True
    wait_time = between(0.5, 1.5)
    # The API's own deadline is 15 s.
    network_timeout = 20.0
    connection_timeout = 5.0
    insecure = False

    @staticmethod
    def ssl_context_factory():
        return ssl.create_default_context(cafile=settings["authority"])

    def on_start(self):
        self.token = ""
        self.username = ""
        # Articles that a list has shown: the slug and the author.
        self.seen = []

    def ask(self, route, json=None, query="", **values):
        """Sends a request of a route such as "GET /articles/:slug"; the caller says whether its answer is a success."""
        method, path = route.split(" ")
        url = "/api" + path
        for name, value in values.items():
            url = url.replace(":" + name, quote(str(value), safe=""))
        headers = {"Authorization": "Token " + self.token} if self.token else {}
        return self.client.request(method, url + query, name=path, json=json, headers=headers, catch_response=True)

    def send(self, route, may_be_gone=False, **request):
        """The answer's body; None where there is none, because the request failed or what it asked for is gone."""
        with self.ask(route, **request) as answer:
            # Its author may have deleted it since the list was read.
            if may_be_gone and answer.status_code == 404:
                answer.success()
                return None
            if answer.status_code == 0 or answer.status_code >= 400:
                answer.failure(f"{answer.status_code} {(answer.text or '')[:200]}")
                return None
            return answer.json() if answer.content else {}

    def list_articles(self, query):
        body = self.send("GET /articles", query=query)
        if body and body["articles"]:
            self.seen = [(each["slug"], each["author"]["username"]) for each in body["articles"]]

    def pick(self):
        """The slug and the author of an article that exists, as far as this user knows."""
        if not self.seen:
            self.list_articles("?limit=20")
        return random.choice(self.seen) if self.seen else (None, None)

    @task(6)
    def read_newest(self):
        self.list_articles("?limit=20")

    @task(12)
    def read_article(self):
        slug, _ = self.pick()
        if slug:
            self.send("GET /articles/:slug", slug=slug, may_be_gone=True)

    @task(6)
    def read_comments(self):
        slug, _ = self.pick()
        if slug:
            self.send("GET /articles/:slug/comments", slug=slug, may_be_gone=True)

    @task(3)
    def read_profile(self):
        _, username = self.pick()
        if username:
            self.send("GET /profiles/:username", username=username)


class Visitor(ApiUser):
    """Has no account, and reads."""

    weight = 2

    @task(3)
    def read_of_author(self):
        _, username = self.pick()
        if username:
            self.list_articles(f"?author={quote(username)}&limit=10")

    @task(3)
    def read_of_tag(self):
        tags = (self.send("GET /tags") or {}).get("tags")
        if tags:
            self.send("GET /articles", query=f"?tag={quote(random.choice(tags))}&limit=10")


class Author(ApiUser):
    """Has an account that is there again in the next run, a few articles, and what it marks and follows."""

    weight = 3
    most_articles = 5
    numbers_in_use = set()

    def on_start(self):
        super().on_start()
        self.number = min(set(range(len(self.numbers_in_use) + 1)) - self.numbers_in_use)
        self.numbers_in_use.add(self.number)
        self.username = f"load-{self.number + 1}"
        while not self.log_in():
            gevent.sleep(1)
        own = self.send("GET /articles", query=f"?author={self.username}&limit=20") or {"articles": []}
        self.own = [each["slug"] for each in own["articles"]]
        self.marked = None
        self.followed = None

    def on_stop(self):
        self.numbers_in_use.discard(self.number)

    def log_in(self):
        user = {"email": f"{self.username}@example.com", "password": "a password of no worth"}
        with self.ask("POST /users/login", json={"user": user}) as answer:
            # An account that is not there yet: 422 in the words of Laravel, 401 in those of RealWorld.
            if answer.status_code in (401, 422):
                answer.success()
                body = self.send("POST /users", json={"user": {**user, "username": self.username}})
            else:
                body = answer.json() if answer.status_code == 200 else None
        if body:
            self.token = body["user"]["token"]
        return body is not None

    @task(3)
    def read_feed(self):
        self.send("GET /articles/feed", query="?limit=20")

    @task(2)
    def read_favorites(self):
        self.send("GET /articles", query=f"?favorited={self.username}&limit=10")

    @task(3)
    def read_user(self):
        self.send("GET /user")

    @task(2)
    def change_user(self):
        route = random.choice(("PUT /user", "PATCH /user"))
        self.send(route, json={"user": {"bio": f"Wrote {len(self.own)} articles"}})

    @task(4)
    def write_article(self):
        if len(self.own) >= self.most_articles:
            self.send("DELETE /articles/:slug", slug=self.own.pop(0))
        title = f"Written by {self.username} {random.getrandbits(32):x}"
        tags = ["load", f"load-{self.number % 5}"]
        article = {"title": title, "description": "Load", "body": "Load.", "tagList": tags}
        body = self.send("POST /articles", json={"article": article})
        if body:
            self.own.append(body["article"]["slug"])

    @task(6)
    def change_article(self):
        if self.own:
            route = random.choice(("PUT /articles/:slug", "PATCH /articles/:slug"))
            article = {"description": f"Changed {random.random()}"}
            self.send(route, slug=random.choice(self.own), json={"article": article})

    @task(6)
    def comment_on_article(self):
        slug, _ = self.pick()
        if not slug:
            return
        comment = {"comment": {"body": "Load."}}
        body = self.send("POST /articles/:slug/comments", slug=slug, may_be_gone=True, json=comment)
        if body and random.random() < 0.8:
            comment_id = body["comment"]["id"]
            self.send("DELETE /articles/:slug/comments/:id", slug=slug, id=comment_id, may_be_gone=True)

    @task(6)
    def mark_or_unmark(self):
        if self.marked:
            self.send("DELETE /articles/:slug/favorite", slug=self.marked, may_be_gone=True)
            self.marked = None
            return
        slug, _ = self.pick()
        if slug and self.send("POST /articles/:slug/favorite", slug=slug, may_be_gone=True):
            self.marked = slug

    @task(4)
    def follow_or_leave(self):
        if self.followed:
            self.send("DELETE /profiles/:username/follow", username=self.followed)
            self.followed = None
            return
        _, username = self.pick()
        if username and self.send("POST /profiles/:username/follow", username=username):
            self.followed = username
